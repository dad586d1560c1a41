using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>One test per rule of Ricart and Agrawala, CACM 24(1), 1981, and per departure from it.</summary>
public sealed class RicartAgrawalaTests
{
    [Fact]
    public void A_process_that_wants_in_asks_every_other_process_once()
    {
        var group = new Group(4);
        var request = group.Enter(2);
        Assert.Equal(Phase.Wanted, group[2].Phase);
        Assert.Equal([(1, new Request(request)), (3, new Request(request)), (4, new Request(request))], group.InFlight);
    }

    [Fact]
    public void It_enters_when_the_last_reply_is_there_and_not_before()
    {
        var group = new Group(3);
        group.Enter(1);
        group.Deliver(1, 2);
        group.Deliver(1, 3);
        group.Deliver(2, 1);
        Assert.Equal(Phase.Wanted, group[1].Phase);
        group.Deliver(3, 1);
        Assert.Equal(Phase.Held, group[1].Phase);
    }

    [Fact]
    public void A_process_alone_enters_at_once_and_sends_nothing()
    {
        var group = new Group(1);
        group.Enter(1);
        Assert.Equal(Phase.Held, group[1].Phase);
        Assert.Empty(group.InFlight);
    }

    [Fact]
    public void A_process_that_does_not_want_in_replies_at_once()
    {
        var group = new Group(2);
        var request = group.Enter(1);
        group.Deliver(1, 2);
        Assert.Equal([new Reply(new(2), request)], group.Between(2, 1));
    }

    [Fact]
    public void A_process_inside_defers_its_reply_until_it_exits()
    {
        var group = new Group(2);
        group.Enter(1);
        group.Deliver(1, 2);
        group.Deliver(2, 1);                    // 1 is inside
        var theirs = group.Enter(2);
        group.Deliver(2, 1);                    // 2 -> 1  Request
        Assert.Empty(group.InFlight);
        group.Exit(1);
        Assert.Equal([new Reply(new(1), theirs)], group.Between(1, 2));
    }

    [Fact]
    public void The_lower_timestamp_wins_when_two_processes_want_the_section()
    {
        var group = new Group(3);
        group.Enter(3);                         // clock 1
        group.DeliverAll();
        group.Exit(3);                          // 1 and 2 have seen clock 1
        group.Enter(2);                         // 2.2
        group.Deliver(2, 3);
        group.Enter(3);                         // 3.3
        group.DeliverAll();
        Assert.Equal([2], group.Inside);
        group.Exit(2);
        group.DeliverAll();
        Assert.Equal([3], group.Inside);
    }

    [Fact]
    public void Of_equal_clocks_the_lower_process_id_wins()
    {
        var group = new Group(2);
        Assert.Equal(group.Enter(2).Clock, group.Enter(1).Clock);
        group.DeliverAll();
        Assert.Equal([1], group.Inside);
        group.Exit(1);
        group.DeliverAll();
        Assert.Equal([2], group.Inside);
    }

    [Fact]
    public void A_request_goes_after_every_request_its_process_has_seen()
    {
        var group = new Group(2);
        for (var i = 0; i < 5; i++)
        {
            group.Enter(2);
            group.DeliverAll();
            group.Exit(2);
        }
        Assert.Equal(new Timestamp(6, new(1)), group.Enter(1));
    }

    [Fact]
    public void An_exit_replies_to_all_that_were_deferred_and_to_no_one_else()
    {
        var group = new Group(4);
        group.Enter(1);
        group.DeliverAll();
        group.Enter(2);
        group.Enter(4);
        group.Deliver(2, 1);
        group.Deliver(4, 1);
        group.InFlight.Clear();
        group.Exit(1);
        Assert.Equal([2, 4], group.InFlight.Select(m => m.To));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(31)]
    public void An_entry_costs_two_messages_per_other_process(int processes)
    {
        var group = new Group(processes);
        for (var id = 1; id <= processes; id++)
            group.Enter(id);
        for (var entries = 0; entries < processes; entries++)
        {
            group.DeliverAll();
            group.Exit(Assert.Single(group.Inside));
        }
        group.DeliverAll();
        var summary = group.Judge.Finish(null);
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.Equal(processes, summary.Entries);
        Assert.Equal(2 * (processes - 1), summary.MessagesPerEntry);
    }

    [Fact]
    public void Entries_come_in_the_order_of_timestamps()
    {
        var group = new Group(5);
        var requests = new[] { 4, 2, 5, 1, 3 }.Select(group.Enter).ToList();
        var granted = new List<Timestamp>();
        foreach (var _ in requests)
        {
            group.DeliverAll();
            var inside = Assert.Single(group.Inside);
            granted.Add(group[inside].Request!.Value);
            group.Exit(inside);
        }
        Assert.Equal(requests.Order(), granted);
    }

    [Fact]
    public void A_withdrawn_request_lets_the_others_in_and_late_replies_to_it_are_ignored()
    {
        var group = new Group(3);
        group.Enter(1);                         // 1.1
        group.Enter(2);                         // 1.2
        group.Deliver(1, 2);                    // 2 replies
        group.Deliver(1, 3);                    // 3 replies
        group.Deliver(2, 1);                    // deferred
        group.Deliver(2, 3);
        group.Withdraw(1);
        group.DeliverAll();
        Assert.Equal([2], group.Inside);
        Assert.Equal(Phase.Released, group[1].Phase);
    }

    [Fact]
    public void A_reply_to_a_withdrawn_request_does_not_count_for_the_next_one()
    {
        var group = new Group(2);
        group.Enter(1);
        group.Deliver(1, 2);
        group.Withdraw(1);
        group.Enter(1);
        group.Deliver(2, 1);                    // to the first request
        Assert.Equal(Phase.Wanted, group[1].Phase);
        group.Deliver(1, 2);
        group.Deliver(2, 1);
        Assert.Equal(Phase.Held, group[1].Phase);
    }

    [Fact]
    public void A_second_copy_of_a_reply_does_not_count()
    {
        var group = new Group(3);
        group.Enter(1);
        group.Deliver(1, 2);
        var reply = group.Deliver(2, 1);
        group.Receive(1, reply);
        Assert.Equal(Phase.Wanted, group[1].Phase);
    }

    [Fact]
    public void A_reply_from_a_process_outside_the_group_does_not_count()
    {
        var group = new Group(2);
        var request = group.Enter(1);
        foreach (var stranger in new[] { 0, 1, 3, int.MaxValue, int.MinValue })
            group[1].Receive(new Reply(new(stranger), request), new Outbox());
        Assert.Equal(Phase.Wanted, group[1].Phase);
    }

    [Fact]
    public void A_second_copy_of_an_answered_request_gets_the_reply_again()
    {
        var group = new Group(2);
        var request = new Request(group.Enter(1));
        group.Deliver(1, 2);
        group.Lose(2, 1);
        group.Receive(2, request);
        group.Deliver(2, 1);
        Assert.Equal(Phase.Held, group[1].Phase);
    }

    [Fact]
    public void Consent_once_given_is_repeated_even_by_a_process_that_wants_in_itself_meanwhile()
    {
        var group = new Group(2);
        var request = new Request(group.Enter(1));
        group.Deliver(1, 2);
        group.Lose(2, 1);
        group.Enter(2);
        group.Receive(2, request);
        Assert.Equal([new Reply(new(2), request.At)], group.Between(2, 1).OfType<Reply>());
    }

    [Fact]
    public void A_second_copy_of_a_deferred_request_is_deferred_once()
    {
        var group = new Group(2);
        group.Enter(1);
        group.DeliverAll();
        var theirs = new Request(group.Enter(2));
        group.Deliver(2, 1);
        group.Receive(1, theirs);
        group.Exit(1);
        Assert.Equal([new Reply(new(1), theirs.At)], group.InFlight.Select(m => m.Message));
    }

    [Fact]
    public void A_late_copy_of_an_old_request_is_ignored()
    {
        var group = new Group(2);
        var old = new Request(group.Enter(2));
        group.Deliver(2, 1);
        group.Withdraw(2);
        group.Enter(2);
        group.Deliver(2, 1);
        group.InFlight.Clear();
        group.Receive(1, old);
        Assert.Empty(group.InFlight);
    }

    [Fact]
    public void A_request_is_sent_again_to_those_who_left_it_unanswered_for_a_whole_interval()
    {
        var group = new Group(3);
        var request = group.Enter(1);
        group.Lose(1, 2);
        group.Deliver(1, 3);
        group.Deliver(3, 1);
        group.ResendDue(1);                     // the interval may have begun just now
        Assert.Empty(group.InFlight);
        group.ResendDue(1);
        Assert.Equal([(2, new Request(request))], group.InFlight);
        group.DeliverAll();
        Assert.Equal(Phase.Held, group[1].Phase);
        Assert.Equal(1, group.Judge.Finish(1).Messages.Resent);
    }

    [Fact]
    public void Nothing_is_sent_again_if_nothing_is_asked()
    {
        var group = new Group(2);
        group.ResendDue(1);
        group.ResendDue(1);
        group.Enter(1);
        group.DeliverAll();
        group.ResendDue(1);
        group.ResendDue(1);
        Assert.Empty(group.InFlight);
    }

    [Theory]
    [MemberData(nameof(OutOfPhase))]
    public void A_command_out_of_phase_is_refused_and_changes_nothing(ICommand command, Phase phase)
    {
        var rules = new RicartAgrawala(new(1), phase == Phase.Held ? 1 : 2);
        if (phase != Phase.Released)
            rules.Enter(new Outbox());
        var (before, outbox) = (rules.ToString(), new Outbox());
        rules.On(Input.Of(command), TimeSpan.Zero, outbox);
        Assert.Equal(Effect.Tell(new Refused(command, phase)), Assert.Single(outbox.Items.ToArray()));
        Assert.Equal(before, rules.ToString());
    }

    public static TheoryData<ICommand, Phase> OutOfPhase => new()
    {
        { Enter.Instance, Phase.Wanted }, { Enter.Instance, Phase.Held },
        { Exit.Instance, Phase.Released }, { Exit.Instance, Phase.Wanted },
        { Withdraw.Instance, Phase.Released },
    };

    [Fact]
    public void A_withdrawal_that_comes_when_the_process_is_inside_already_has_no_answer()
    {
        var group = new Group(1);
        group.Enter(1);
        group.Withdraw(1);
        Assert.Equal([1], group.Inside);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void A_process_must_be_one_of_its_group(int self) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RicartAgrawala(new(self), 3));
}
