using Coterie.Lab.Catalogue;
using Coterie.Lab.Exploring;
using Coterie.Lab.Museum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Tests.Exploring;

namespace Coterie.Tests.Museum;

/// <summary>
/// The explorer catches every exhibit that needs no crash, by the rule and under the circumstances that the exhibit names.
/// The judge of a run, which knows neither of them, catches it, too.
/// </summary>
public sealed class MuseumTests
{
    public static TheoryData<string> All => new(ProtocolCatalogue.Exhibits.Select(exhibit => exhibit.Name));

    /// <summary>
    /// All exhibits except those that need a crash, those that only a whole run shows, and those of the quorum protocol, whose
    /// states are too many: the hunt catches them.
    /// </summary>
    public static TheoryData<string> Explored =>
        new(
            ProtocolCatalogue.Exhibits
                .Where(exhibit => !exhibit.Needs.HasFlag(Circumstances.Restart)
                    && exhibit.Protocol.ChooseLease is null
                    && exhibit.Protocol.StateRules.IsAbout(exhibit.Breaks))
                .Select(exhibit => exhibit.Name));

    [Theory]
    [MemberData(nameof(Explored))]
    public void The_explorer_catches_it_and_the_judge_sees_the_same_in_its_steps(string name)
    {
        var exhibit = ProtocolCatalogue.FindExhibit(name)!;
        var settings = Settings(exhibit);
        var finding = new Explorer(settings).Run().Finding;
        Assert.NotNull(finding);
        Assert.Equal(exhibit.Breaks, BrokenBy(exhibit, finding));
        var summary = MutexAlgorithms.Find(settings.Protocol.Name) is null
            ? Judged(settings, finding)
            : Replay.Play(settings, finding);
        Assert.Contains(summary.Violations, violation => violation.Property == exhibit.Breaks);
    }

    [Theory]
    [MemberData(nameof(Explored))]
    public void Without_what_it_says_it_needs_it_does_not_show(string name)
    {
        var exhibit = ProtocolCatalogue.FindExhibit(name)!;
        var settings = Settings(exhibit);
        var withFewer = Settings(exhibit with { Processes = exhibit.Processes - 1 });
        foreach (var smaller in new[] { withFewer, settings with { Requests = exhibit.Requests - 1 } })
        {
            if (smaller is { Processes: > 1, Requests: > 0 })
                Assert.NotEqual(exhibit.Breaks, BrokenBy(exhibit, new Explorer(smaller).Run().Finding));
        }
        if (exhibit.Needs != Circumstances.None)
        {
            var without = Settings(exhibit with { Needs = Circumstances.None });
            Assert.NotEqual(exhibit.Breaks, BrokenBy(exhibit, new Explorer(without).Run().Finding));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_machines_keep_to_the_settings_as_those_of_the_whole_protocol_do(string name)
    {
        var broken = ProtocolCatalogue.FindExhibit(name)!.Protocol;
        Assert.Equal(TimersOf(ProtocolCatalogue.Find(broken.Name)!), TimersOf(broken));
    }

    [Fact]
    public void No_two_exhibits_have_the_same_name() =>
        Assert.Equal(ProtocolCatalogue.Exhibits.Count, ProtocolCatalogue.Exhibits.DistinctBy(exhibit => exhibit.Name).Count());

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_explained_in_two_sentences(string name) =>
        Assert.Equal(2, ProtocolCatalogue.FindExhibit(name)!.Explanation.Split(". ").Length);

    // The timers that a machine sets at its start.
    private static List<(TimerId Timer, TimeSpan After)> TimersOf(Protocol protocol)
    {
        var (outbox, timers) = (new Outbox(), new List<(TimerId, TimeSpan)>());
        protocol.Create(new MachineSetup(new ProcessId(1), 3, TimeSpan.FromSeconds(7))).On(Input.Start, TimeSpan.Zero, outbox);
        foreach (ref readonly var effect in outbox.Items)
        {
            if (effect.Kind == EffectKind.Set)
                timers.Add((effect.Timer, effect.After));
        }
        return timers;
    }

    private static RunSummary Judged(ExplorationSettings settings, Finding finding)
    {
        var judge = settings.Protocol.MakeJudge(settings.Processes);
        foreach (var happening in finding.Steps)
            happening.Tell(judge);
        return judge.Finish(null);
    }

    private static Property? BrokenBy(Exhibit exhibit, Finding? finding) =>
        finding?.Property == ExplorationProperties.DeadEnd || finding?.Property == ExplorationProperties.WayOut
            ? exhibit.Breaks.Name == "Progress" ? exhibit.Breaks : null
            : finding?.Property;

    private static ExplorationSettings Settings(Exhibit exhibit) => new(exhibit.Protocol, exhibit.Processes, exhibit.Requests)
    {
        Loss = exhibit.Needs.HasFlag(Circumstances.Loss),
        Duplicate = exhibit.Needs.HasFlag(Circumstances.Duplicate),
        Withdraw = exhibit.Needs.HasFlag(Circumstances.Withdraw),
    };
}
