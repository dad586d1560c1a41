using Coterie.Checking;
using Coterie.Hunting;
using Coterie.Mutex;
using Coterie.Simulation.Virtual;

namespace Coterie.Tests.Hunting;

/// <summary>What a story leaves out of its run, and what it must not.</summary>
public sealed class StoryTests
{
    private static readonly MutexAlgorithm Algorithm = Museum.Find("reply-while-inside")!.Algorithm;

    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 40));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nothing_arrives_in_a_story_that_was_not_sent_in_it(int seed)
    {
        if (Trial.Of(HuntingGround.Of(Algorithm, seed)) is not { } story)
            return;
        var sent = new List<(ProcessId To, MutexProtocol.IWireMessage Message)>();
        foreach (var step in story.Happenings.Select(happening => happening.Step).OfType<RecordedStep>())
        {
            if (step.Message is { } message)
                Assert.Contains((step.Process, message), sent);
            sent.AddRange(step.Effects.Where(effect => effect.Message is not null).Select(effect => (effect.To, effect.Message!)));
        }
    }

    [Fact]
    public void What_is_not_in_the_causal_past_of_the_violation_is_left_out()
    {
        var settings = HuntingGround.Of(Algorithm, 1) with { Requests = 4, Network = new NetworkModel() };
        settings = settings with { Simulation = settings.Simulation with { Processes = 5, Think = HuntingGround.ThinkTimes[^1] } };
        var story = Trial.Of(settings);
        Assert.NotNull(story);
        var steps = new StepsUntil(story.Violation.At);
        VirtualSimulation.Run(settings, [steps]);
        Assert.True(story.Happenings.Count < steps.Count - 5, $"{story.Happenings.Count} of {steps.Count} are told");
    }

    private sealed class StepsUntil(TimeSpan end) : IRunListener
    {
        public int Count { get; private set; }

        public void On(TimeSpan at, in Step step) => Count += at <= end ? 1 : 0;
    }
}
