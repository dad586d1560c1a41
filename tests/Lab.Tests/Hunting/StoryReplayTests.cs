using Coterie.Lab.Hunting;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;
using Coterie.Tests.Virtual;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Hunting;

/// <summary>
/// What the machines do if a part of a run did not happen: of two processes, the second asks when it has heard of the request of
/// the first.
/// </summary>
public sealed class StoryReplayTests
{
    private static readonly VirtualSettings Settings = Scenario.Of(2, 1, "1ms..100ms", "500ms", requests: 1);

    private readonly List<StoryEntry> _run = [];
    private readonly StoryReplay _replay;

    public StoryReplayTests()
    {
        VirtualSimulation.Run(Settings, [new Recorder(_run)]);
        _run.RemoveRange(_run.IndexOf(AsksLater) + 1, _run.Count - _run.IndexOf(AsksLater) - 1);
        var simulation = Settings.Simulation;
        _replay = new StoryReplay(simulation.Protocol, 2, simulation.ResendInterval, _run, OriginOf);
    }

    // The first process asks; the second hears of it, and then asks with a larger timestamp.
    private StoryEntry Asks => _run.First(entry => entry.Happening.Step?.Input.Command is Enter);

    private StoryEntry Receives => _run.First(entry => entry.Happening.Step?.Input.Message is Request);

    private StoryEntry AsksLater =>
        _run.Single(entry => entry.Happening.Step is { Input.Command: Enter } step && step != Asks.Happening.Step);

    [Fact]
    public void If_nothing_is_left_out_everything_happens_again()
    {
        Assert.True(_run.IndexOf(Receives) < _run.IndexOf(AsksLater), "the second process must ask later");
        var (played, different) = _replay.Play(_ => true, _ => true, null);
        Assert.Null(different);
        Assert.Equal(_run, played.Keys);
    }

    [Fact]
    public void A_message_that_nobody_sent_does_not_arrive()
    {
        var (played, different) = _replay.Play(entry => entry != Asks, entry => entry != AsksLater, null);
        Assert.DoesNotContain(Receives, played.Keys);
        Assert.Null(different);
    }

    [Fact]
    public void A_process_that_says_something_else_than_in_the_run_is_found()
    {
        // It has not heard of the first request, and so its own has a smaller timestamp.
        var (_, different) = _replay.Play(entry => entry != Receives, _ => true, null);
        Assert.Same(AsksLater, different);
    }

    [Fact]
    public void Where_a_step_is_not_told_only_its_deeds_must_be_those_of_the_run()
    {
        var (_, different) = _replay.Play(entry => entry != Receives, entry => entry != AsksLater, null);
        Assert.Null(different); // it asks, if with another timestamp
    }

    private StoryEntry? OriginOf(StoryEntry entry) => entry.Happening.Step is { Input.Message: { } message }
        ? _run.Find(sent => sent.Happening.Step?.Effects.Any(effect => ReferenceEquals(effect.Message, message)) == true)
        : null;

    private sealed class Recorder(List<StoryEntry> run) : IRunListener
    {
        public void On(TimeSpan at, in Step step) =>
            run.Add(new StoryEntry(new Happening(at, null, RecordedStep.Of(at, step)), step.Process));

        public void On(TimeSpan at, Fault fault) => run.Add(new StoryEntry(new Happening(at, fault, null), null));
    }
}
