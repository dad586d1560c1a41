using Coterie.Lab.Catalogue;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Protocols.Mutex.Algorithms.Voting;
using static Coterie.Protocols.Mutex.MutexProtocol;
using static Coterie.Tests.Mutex.MutexSteps;

namespace Coterie.Tests.Mutex;

/// <summary>The judge against runs written down by hand: what it must see, and what it must not report.</summary>
public sealed class MutexJudgeTests
{
    private static readonly ProcessId P1 = new(1), P2 = new(2);
    private readonly RunJudge _judge = MutexAlgorithms.RicartAgrawala.InLab().MakeJudge(2);
    private readonly Dictionary<ProcessId, Timestamp> _latest = [];
    private int _now;

    [Fact]
    public void A_good_run_is_good_and_its_figures_are_right()
    {
        Enter(P1, 1);
        Consent(P2, P1, 1);
        Enter(P2, 2);
        Exit(P1, new Reply(P1, new(2, P2)));
        Receive(P2, new Reply(P1, new(2, P2)), enters: true);
        Exit(P2);
        var summary = _judge.Finish(2);
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.Equal([1, 1], summary.EntriesPerProcess);
        Assert.Equal(2, summary.MessagesPerEntry);
        Assert.Equal(1, summary.Fairness);
        Assert.Equal(1, summary.MostInside);
        AssertMessages(2, 2, 0, 4, summary);
        var wait = TimeSpan.FromSeconds(2);
        Assert.Equal(new WaitingTimes(wait, wait, wait, 2), summary.Waiting);
    }

    [Fact]
    public void Two_inside_at_once_are_seen_with_both_names()
    {
        Enter(P1, 1);
        Consent(P2, P1, 1);
        Enter(P2, 2);
        Consent(P1, P2, 2);
        var violation = Assert.Single(_judge.Finish(2).Violations, v => v.Property == MutexProperties.Exclusion);
        Assert.Equal("Process 2 entered while Process 1 was inside.", violation.Text);
        Assert.Equal(2, _judge.Finish(2).MostInside);
    }

    [Fact]
    public void A_lost_update_is_seen()
    {
        Enter(P1, 1);
        Consent(P2, P1, 1);
        Exit(P1);
        var violation = Assert.Single(_judge.Finish(0).Violations);
        Assert.Equal(MutexProperties.Counter, violation.Property);
        Assert.Equal("The shared counter must equal the entries, 1, was [0]: updates were lost.", violation.Text);
    }

    [Fact]
    public void A_process_that_still_waits_at_the_end_is_starved()
    {
        Enter(P2, 1);
        var violation = Assert.Single(_judge.Finish(0).Violations);
        Assert.Equal("Process 2 is starved: its request 1.2 was neither granted nor withdrawn.", violation.Text);
    }

    [Fact]
    public void A_withdrawn_request_is_counted_and_not_held_against_the_run()
    {
        Enter(P2, 1);
        Take(GivesUp(new(1, P2)));
        var summary = _judge.Finish(0);
        Assert.True(summary.IsGood);
        Assert.Equal((1, 0, null), (summary.Withdrawn, summary.Entries, summary.MessagesPerEntry));
    }

    [Fact]
    public void Being_overtaken_by_a_later_timestamp_is_seen()
    {
        Enter(P1, 1);
        Enter(P2, 2);
        Consent(P1, P2, 2);
        Assert.Contains(
            _judge.Finish(1).Violations,
            v => v.Text == "Process 2 entered with request 2.2 before Process 1, which waits with request 1.1.");
    }

    [Fact]
    public void An_entry_with_a_smaller_timestamp_than_the_one_before_is_seen()
    {
        Enter(P2, 5);
        Consent(P1, P2, 5);
        Exit(P2);
        Enter(P1, 2);
        Consent(P2, P1, 2);
        var violation = Assert.Single(_judge.Finish(2).Violations, v => v.Property == MutexProperties.Order);
        Assert.Equal("Process 1 entered with request 2.1 after request 5.2 had entered.", violation.Text);
    }

    [Fact]
    public void An_entry_without_all_replies_is_seen()
    {
        Enter(P1, 1);
        Receive(P1, new Request(new(1, P2)), enters: true);
        Assert.Contains(_judge.Finish(1).Violations, v => v.Text == "Process 1 entered with 0 of 1 replies to request 1.1.");
    }

    [Fact]
    public void A_reply_to_a_request_that_was_never_made_is_seen()
    {
        Receive(P1, new Reply(P2, new(3, P1)));
        var violation = Assert.Single(_judge.Finish(0).Violations);
        Assert.Equal("Process 1 received a reply from Process 2 to request 3.1, which it never made.", violation.Text);
    }

    [Fact]
    public void A_reply_that_nobody_sent_is_seen()
    {
        Enter(P1, 1);
        Receive(P1, new Reply(P2, new(1, P1)));
        Assert.Contains(
            _judge.Finish(0).Violations,
            v => v.Text == "Process 1 received a reply from Process 2 to request 1.1 that was never sent.");
    }

    [Fact]
    public void A_request_that_was_not_sent_to_everybody_costs_less_than_theory_and_is_seen()
    {
        _latest[P1] = new(1, P1);
        Take(Asks(new(1, P1)));
        Consent(P2, P1, 1);
        var violation = Assert.Single(_judge.Finish(1).Violations, v => v.Property == MutexProperties.MessageCount);
        Assert.EndsWith("must cost 2(N-1) = 2 messages, was [1].", violation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_sent_again_is_counted_apart()
    {
        Enter(P1, 1);
        Take(Ticks(P1, Sends(P2, new Request(new(1, P1)))));
        Take(Receives(P2, new Request(new(1, P1)), Sends(P1, new Reply(P2, new(1, P1)))));
        Take(Receives(P2, new Request(new(1, P1)), Sends(P1, new Reply(P2, new(1, P1)))));
        Receive(P1, new Reply(P2, new(1, P1)), enters: true);
        Exit(P1);
        Receive(P1, new Reply(P2, new(1, P1)));
        var summary = _judge.Finish(1);
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        AssertMessages(1, 1, 2, 2, summary);
    }

    [Fact]
    public void Of_very_many_violations_the_first_are_kept_with_the_first_of_each_property_and_all_counted()
    {
        for (var i = 1; i <= 1000; i++)
            Receive(P1, new Reply(P2, new(i, P1)));
        var summary = _judge.Finish(1);
        Assert.Equal((RunJudge.MostViolations + 1, 1001), (summary.Violations.Count, summary.ViolationCount));
        Assert.Equal(MutexProperties.Counter, summary.Violations[^1].Property);
    }

    [Fact]
    public void A_process_that_waits_for_the_consent_of_a_lost_one_is_blocked_and_not_starved()
    {
        Enter(P1, 1);
        _judge.Lose(P2);
        Take(GivesUp(new(1, P1)));
        var summary = _judge.Finish(1);
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        var blocked = Assert.Single(summary.Blocked);
        Assert.Equal((P1, new Timestamp(1, P1), P2), (blocked.Process, blocked.Request, Assert.Single(blocked.Missing)));
        Assert.Equal([P2], summary.Lost);
    }

    [Fact]
    public void A_lost_process_is_neither_inside_nor_starved()
    {
        Enter(P2, 1);
        Consent(P1, P2, 1);
        _judge.EndRecord(P2);
        Assert.Equal(0, _judge.Inside);
        Enter(P1, 2);
        Take(Does(P2, Sends(P1, new Reply(P2, new(2, P1))))); // what it must have sent
        Receive(P1, new Reply(P2, new(2, P1)), enters: true);
        Exit(P1);
        Enter(P2, 3); // reported before the node was lost, arrived after that
        var summary = _judge.Finish(1);
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.Empty(summary.Blocked);
    }

    [Fact]
    public void Everything_that_a_lost_process_reported_before_its_loss_is_judged()
    {
        Enter(P2, 1);
        _judge.Lose(P2);
        Consent(P1, P2, 1);                     // reported later, by the other node
        _judge.EndRecord(P2);
        var summary = _judge.Finish(null);
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.Equal([P2], summary.Lost);
        Assert.Equal(RunVerdict.Incomplete, summary.Verdict);
    }

    [Fact]
    public void A_process_that_crashed_inside_is_not_judged_by_the_cost_of_its_entry()
    {
        var judge = MutexAlgorithms.Majority.InLab().MakeJudge(2);
        Timestamp request = new(1, P1);
        judge.On(TimeSpan.Zero, Asks(request, Sends(P2, new VotingProtocol.Relinquish(request)), Enters(request)).ToStep());
        judge.On(TimeSpan.Zero, new Fault.Crash(P1));
        var summary = judge.Finish(0);
        Assert.Equal((true, RunVerdict.Incomplete), (summary.IsGood, summary.Verdict));
    }

    [Fact]
    public void In_a_run_that_was_cut_whoever_is_inside_has_written_nothing_yet_and_whoever_waits_is_not_starved()
    {
        Enter(P1, 1);
        Consent(P2, P1, 1);
        Enter(P2, 2);
        var summary = _judge.Finish(0, isCut: true);
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.Equal([P1], summary.StillInside);
        Assert.Equal(RunVerdict.Incomplete, summary.Verdict);
    }

    [Fact]
    public void A_command_that_the_rules_refuse_is_seen()
    {
        var refused = new Refused(MutexProtocol.Exit.Instance, Phase.Released);
        Take(new RecordedStep(TimeSpan.Zero, P1, Input.Of(MutexProtocol.Exit.Instance), [Effect.Tell(refused)]));
        var violation = Assert.Single(_judge.Finish(0).Violations);
        Assert.Equal((MutexProperties.Refusal, $"Process 1 refuses a command: {refused}."), (violation.Property, violation.Text));
    }

    [Fact]
    public void If_nobody_entered_nothing_is_shown() =>
        Assert.Equal(RunVerdict.Inconclusive, _judge.Finish(0).Verdict);

    [Fact]
    public void A_bug_that_did_not_show_shows_nothing()
    {
        var judge = ProtocolCatalogue.Find("ricart-agrawala", "no-tie-break")!.MakeJudge(1);
        judge.On(TimeSpan.Zero, Asks(new(1, P1), Enters(new(1, P1))).ToStep());
        judge.On(TimeSpan.Zero, Leaves(new(1, P1)).ToStep());
        Assert.Equal((true, RunVerdict.Inconclusive), (judge.Finish(1).IsGood, judge.Finish(1).Verdict));
    }

    [Fact]
    public void Violations_without_end_are_a_reason_to_end_a_run()
    {
        for (var i = 1; i <= RunJudge.ViolationLimit; i++)
        {
            Assert.Null(_judge.Excess);
            Receive(P1, new Reply(P2, new(i, P1)));
        }
        Assert.Equal("it had 100000 violations", _judge.Excess);
    }

    [Fact]
    public void A_process_that_waits_when_a_run_is_ended_early_is_not_starved()
    {
        Enter(P1, 1);
        Assert.True(_judge.Finish(0, stopped: "it had enough").IsGood);
    }

    private static void AssertMessages(long requests, long replies, long resent, long forEntries, RunSummary summary) =>
        Assert.Equal(
            (requests, replies, resent, forEntries),
            (summary.Messages.Of("request"), summary.Messages.Of("reply"), summary.Messages.Resent, summary.Messages.ForEntries));

    private void Enter(ProcessId process, long clock)
    {
        _latest[process] = new(clock, process);
        Take(Asks(new(clock, process), Sends(Other(process), new Request(new(clock, process)))));
    }

    private void Consent(ProcessId from, ProcessId to, long clock)
    {
        Take(Receives(from, new Request(new(clock, to)), Sends(to, new Reply(from, new(clock, to)))));
        Receive(to, new Reply(from, new(clock, to)), enters: true);
    }

    private void Receive(ProcessId process, IWireMessage message, bool enters = false)
    {
        Effect[] effects = enters ? [Enters(_latest[process])] : [];
        Take(Receives(process, message, effects));
    }

    private void Exit(ProcessId process, params IWireMessage[] replies) =>
        Take(Leaves(_latest[process], [.. replies.Select(m => Sends(Other(process), m))]));

    private void Take(RecordedStep step) => _judge.On(TimeSpan.FromSeconds(_now++), step.ToStep());

    private static ProcessId Other(ProcessId process) => process == P1 ? P2 : P1;
}
