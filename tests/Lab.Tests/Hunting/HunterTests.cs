using Coterie.Lab.Catalogue;
using Coterie.Lab.Hunting;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Hunting;

/// <summary>A hunt finds a run that goes wrong and makes it small; what it says about the run is true.</summary>
public sealed class HunterTests
{
    private const int Seeds = 300;

    /// <summary>
    /// The exhibits whose hunts are short enough for a test, and the most events that may be left of each. The explorer says how
    /// many steps it takes at least; some need fewer here, because the explorer of their command does not withdraw or crash.
    /// </summary>
    public static TheoryData<string, int> Hunted => new()
    {
        { "no-tie-break", 6 },
        { "reply-while-inside", 6 },
        { "clock-not-advanced", 10 }, // 6 steps at least
        { "stale-reply-counted", 8 },
        { "early-entry", 6 },
        { "repeated-request-answered", 8 }, // 7 steps at least
        { "order-reversed", 6 },
        { "amnesia", 12 }, // 8 steps at least
        { "always-defer", 4 },
        { "one-reply-at-exit", 14 },
        { "withdrawal-forgets", 6 },
        { "no-resend", 4 },
        { "resend-too-old", 5 },
        { "grants-two", 4 },
        { "earlier-message-counted", 7 },
        { "channels-unordered", 4 },
        { "authorisation-kept", 8 },
        { "no-inquire", 5 },
        { "half-is-enough", 2 },
        { "privilege-doubled", 4 },
        { "privilege-dropped", 6 },
        { "next-number-only", 9 },
        { "pointer-not-turned", 4 },
        { "asked-not-cleared", 11 },
        { "token-assumed", 6 },
        { "replies-to-itself", 2 },
        { "one-queue-for-replies", 11 },
        { "newest-first", 9 },
        { "smallest-number-first", 12 },
        { "time-out-too-short", 6 },
        { "reader-beside-writer", 4 },
        { "writer-beside-readers", 4 },
        { "lost-lock-is-good", 7 }, // 6 steps at least
        { "reader-passes-writer", 6 },
        { "readers-first", 7 },
        { "nobody-is-next", 5 },
        { "release-is-lost", 4 },
        { "gone-holder-stays", 5 },
        { "shared-position", 18 },
    };

    // They need more crashes than a hunt makes, or are rare.
    private static readonly string[] NotHunted = ["asks-nobody", "old-token-taken", "regenerates-alone"];

    public static TheoryData<string> Whole => new(MutexAlgorithms.All.Select(algorithm => algorithm.Name));

    [Theory]
    [MemberData(nameof(Hunted))]
    public void It_finds_a_bug_and_leaves_few_events_few_processes_and_two_requests_at_most(string name, int events)
    {
        var exhibit = ProtocolCatalogue.FindExhibit(name)!;
        var quarry = new Hunter(exhibit.Protocol).Run(1, 4 * Seeds);
        Assert.NotNull(quarry);
        Assert.True(quarry.Story.Violation.Property.Gravity <= exhibit.Breaks.Gravity, quarry.Story.Violation.Text);
        Assert.True(quarry.Story.Happenings.Count <= events, $"{quarry.Story.Happenings.Count} events");
        var processes = quarry.Settings.Simulation.Processes;
        Assert.True(processes <= Math.Max(3, exhibit.Processes), $"{processes} processes");
        Assert.True(quarry.Settings.Requests <= 2, $"{quarry.Settings.Requests} requests");
        QuarryCheck.AssertTrue(quarry);
    }

    [Fact]
    public void Every_exhibit_without_leases_is_hunted() => Assert.Equal(
        ProtocolCatalogue.Exhibits.Where(exhibit => exhibit.Protocol.ChooseLease is null).Select(exhibit => exhibit.Name)
            .Except(NotHunted).Order(),
        Hunted.Select(row => (string)row[0]).Order());

    [Theory]
    [MemberData(nameof(Whole))]
    public void It_finds_nothing_if_no_rule_is_broken(string protocol)
    {
        var hunter = new Hunter(ProtocolCatalogue.Find(protocol)!);
        var quarry = hunter.Run(1, Seeds);
        Assert.True(quarry is null, $"seed {quarry?.Seed}: {quarry?.Story.Violation}");
        Assert.Equal(Seeds, hunter.Tried);
    }

    [Fact]
    public void The_story_ends_with_the_violation_and_has_nothing_beside_its_causal_past()
    {
        var quarry = new Hunter(ProtocolCatalogue.FindExhibit("no-tie-break")!.Protocol).Run(1, Seeds)!;
        Assert.Equal(MutexProperties.Exclusion, quarry.Story.Violation.Property);
        Assert.Equal(
            [
                "Process 1 asks for the critical section with request 1.1, and sends request 1.1 to Process 2",
                "Process 2 asks for the critical section with request 1.2, and sends request 1.2 to Process 1",
                "Process 2 receives request 1.1 from Process 1, and sends reply 1.1 to Process 1",
                "Process 1 receives request 1.2 from Process 2, and sends reply 1.2 to Process 2",
                "Process 1 receives reply 1.1 from Process 2, and enters the critical section",
                "Process 2 receives reply 1.2 from Process 1, and enters the critical section",
            ],
            quarry.Story.Happenings.Select(happening => StepSentence.Of(quarry.Settings.Simulation.Protocol.Words, happening)));
    }

    [Fact]
    public void A_fault_that_the_bug_needs_is_left_in_and_told()
    {
        var quarry = new Hunter(ProtocolCatalogue.FindExhibit("no-resend")!.Protocol).Run(1, Seeds)!;
        Assert.True(quarry.Settings.Network.Loss.IsPossible);
        Assert.Contains(quarry.Story.Happenings, happening => happening.Fault is Fault.Drop);
    }

    [Fact]
    public void A_withdrawal_that_the_bug_needs_is_left_in_and_no_other()
    {
        var quarry = new Hunter(ProtocolCatalogue.FindExhibit("withdrawal-forgets")!.Protocol).Run(1, Seeds)!;
        Assert.Single(quarry.Settings.Withdrawals);
        Assert.Single(quarry.Story.Happenings, happening => happening.Step?.Input.Command is Withdraw);
    }

    [Fact]
    public void A_process_that_restarts_without_its_state_asks_as_before_and_enters_beside_another()
    {
        var quarry = new Hunter(ProtocolCatalogue.FindExhibit("amnesia")!.Protocol).Run(1, 4 * Seeds)!;
        Assert.Equal((MutexProperties.Exclusion, 2), (quarry.Story.Violation.Property, quarry.Settings.Faults.Count));
        Assert.Contains(quarry.Story.Happenings, happening => happening.Fault is Fault.Restart);
    }

    [Fact]
    public void A_fault_that_the_bug_does_not_need_is_left_out()
    {
        var network = new Hunter(ProtocolCatalogue.FindExhibit("reply-while-inside")!.Protocol).Run(1, Seeds)!.Settings.Network;
        Assert.Equal(
            (false, false, false, true),
            (network.Loss.IsPossible, network.Duplicate.IsPossible, network.Reorder, network.Latency.IsConstant));
    }

    [Fact]
    public void Stopped_it_has_found_nothing()
    {
        var hunter = new Hunter(ProtocolCatalogue.FindExhibit("no-tie-break")!.Protocol);
        Assert.Null(hunter.Run(1, Seeds, new CancellationToken(canceled: true)));
        Assert.Equal(0, hunter.Tried);
    }
}
