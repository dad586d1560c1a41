using Coterie.Lab.Catalogue;
using Coterie.Lab.Exploring;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Exploring;

/// <summary>What the explorer finds wrong. A finding has as few steps as possible.</summary>
public sealed class FindingTests
{
    private static readonly Words Words = MutexAlgorithms.RicartAgrawala.InLab().Words;

    [Fact]
    public void Two_inside_are_reported_with_the_six_steps_that_it_takes_at_least()
    {
        var finding = Explore("no-tie-break", new(Broken("no-tie-break"), 2, 1));
        Assert.Equal(
            (MutexProperties.Exclusion, "Process 2 enters while Process 1 is inside."), (finding.Property, finding.Text));
        Assert.Equal(
            [
                "Process 1 asks for the critical section with request 1.1, and sends request 1.1 to Process 2",
                "Process 2 asks for the critical section with request 1.2, and sends request 1.2 to Process 1",
                "Process 2 receives request 1.1 from Process 1, and sends reply 1.1 to Process 1",
                "Process 1 receives request 1.2 from Process 2, and sends reply 1.2 to Process 2",
                "Process 1 receives reply 1.1 from Process 2, and enters the critical section",
                "Process 2 receives reply 1.2 from Process 1, and enters the critical section",
            ],
            finding.Steps.Select(step => StepSentence.Of(Words, step)));
    }

    [Fact]
    public void For_a_trace_it_goes_on_with_the_exits_of_those_inside()
    {
        var finding = Explore("no-tie-break", new(Broken("no-tie-break"), 2, 1));
        Assert.Equal(finding.Steps, finding.Continued.Take(6));
        Assert.Equal(
            ["Process 1 leaves the critical section", "Process 2 leaves the critical section"],
            finding.Continued.Skip(6).Select(step => StepSentence.Of(Words, step)));
    }

    [Fact]
    public void A_dead_end_is_told_with_those_who_wait()
    {
        var finding = Explore("always-defer", new(Broken("always-defer"), 2, 1));
        Assert.Equal(
            (ExplorationProperties.DeadEnd,
                "Nobody can go on: Process 1 waits with request 1.1, Process 2 waits with request 1.2."),
            (finding.Property, finding.Text));
        Assert.Equal(4, finding.Steps.Count);
    }

    [Fact]
    public void Going_round_for_ever_without_a_way_out_is_found()
    {
        var finding = Explore("resend-too-old", new(Broken("resend-too-old"), 2, 1) { Loss = true });
        Assert.Equal(ExplorationProperties.WayOut, finding.Property);
        Assert.Equal(
            "From here on there is no way to a state in which all are done: Process 1 waits with request 1.1.", finding.Text);
        Assert.Equal(
            [
                "Process 1 asks for the critical section with request 1.1, and sends request 1.1 to Process 2",
                "The request 1.1 from Process 1 to Process 2 is lost",
            ],
            finding.Steps.Select(step => StepSentence.Of(Words, step)));
    }

    [Fact]
    public void A_withdrawal_of_a_waiting_process_is_no_way_out()
    {
        var finding = Explore("withdrawal-forgets", new(Broken("withdrawal-forgets"), 2, 1) { Withdraw = true });
        Assert.Equal(
            (ExplorationProperties.DeadEnd, "Nobody can go on: Process 2 waits with request 1.2."),
            (finding.Property, finding.Text));
    }

    [Fact]
    public void An_entry_out_of_order_is_reported_if_nothing_graver_was_seen()
    {
        var finding = Explore("order-reversed", new(Broken("order-reversed"), 2, 1) { MostStates = 16 });
        Assert.Equal(
            (MutexProperties.Order, "Process 2 enters with request 1.2 before Process 1, which waits with request 1.1."),
            (finding.Property, finding.Text));
        Assert.Equal(4, finding.Steps.Count);
    }

    [Fact]
    public void The_order_of_entries_is_asked_only_of_an_algorithm_that_promises_it()
    {
        var promises = MutexAlgorithms.RicartAgrawala.Promises with { EntersInTimestampOrder = false };
        var careless = MutexAlgorithms.RicartAgrawala with { Promises = promises };
        var exploration = new Explorer(
            new(careless.InLab() with { Create = Broken("order-reversed").Create }, 2, 1) { MostStates = 16 }).Run();
        Assert.NotEqual(MutexProperties.Order, exploration.Finding?.Property);
    }

    [Fact]
    public void A_broken_invariant_is_told_where_nothing_comes_of_it()
    {
        var finding = Explore("an invariant", new(Of((self, n) => new NeverInside(self, n)), 2, 1));
        Assert.Equal((ExplorationProperties.Invariant, "Invariant (9) must hold"), (finding.Property, finding.Text[..23]));
        Assert.Equal(3, finding.Steps.Count);
    }

    [Fact]
    public void Rules_that_refuse_a_step_are_reported_with_it()
    {
        var finding = Explore("a refusal", new(Of((self, n) => new RefusesReplies(self, n)), 2, 1));
        Assert.Equal((ExplorationProperties.Refusal, "A reply must never come, was [reply]."), (finding.Property, finding.Text));
        const string Refused = "Process 1 receives reply 1.1 from Process 2";
        Assert.Equal(Refused, StepSentence.Of(Words, finding.Steps[^1]));
        Assert.Single(finding.Steps, step => StepSentence.Of(Words, step) == Refused);
    }

    private static Finding Explore(string what, ExplorationSettings settings)
    {
        var exploration = new Explorer(settings).Run();
        Assert.True(exploration.Ending == ExplorationEnding.Found, $"{what} must be found, was [{exploration.Ending}].");
        return exploration.Finding!;
    }

    private static Protocol Broken(string bug) => ProtocolCatalogue.FindExhibit(bug)!.Protocol;

    private static Protocol Of(Func<ProcessId, int, MutexRules> create) =>
        (MutexAlgorithms.RicartAgrawala with { Make = (self, processes, _) => create(self, processes) }).InLab();

    private sealed class NeverInside(ProcessId self, int processes) : RicartAgrawala(self, processes)
    {
        public override void Check() => Holds(9, Phase != Phase.Held);
    }

    private sealed class RefusesReplies(ProcessId self, int processes) : RicartAgrawala(self, processes)
    {
        protected override bool Answers(MutexProtocol.Reply reply) =>
            throw new BrokenRuleException($"A reply must never come, was [{reply.Kind}].");
    }
}
