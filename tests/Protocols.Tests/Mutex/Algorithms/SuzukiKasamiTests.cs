using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.Algorithms.SuzukiKasamiProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>
/// One test per rule of Suzuki and Kasami, ACM TOCS 3(4), 1985 (procedures P1 and P2), and per departure from them. Process 1 has
/// the privilege at first.
/// </summary>
public sealed class SuzukiKasamiTests
{
    private readonly Group _group = new(4, MutexAlgorithms.SuzukiKasami);

    [Fact]
    public void P1_with_the_privilege_at_hand_an_entry_costs_nothing()
    {
        _group.Enter(1);
        Assert.Equal([1], _group.Inside);
        Assert.Empty(_group.Flying);
    }

    [Fact]
    public void P1_without_it_all_others_are_asked_with_the_next_number()
    {
        _group.EnterAndExit(2);
        _group.EnterAndExit(1);
        var request = _group.Enter(2);
        Assert.Equal(new Timestamp(2, new(2)), request);
        Assert.Equal([(1, new Request(request)), (3, new Request(request)), (4, new Request(request))], _group.InFlight);
    }

    [Fact]
    public void P2_a_process_with_the_privilege_and_not_inside_sends_it_at_once()
    {
        var request = _group.Enter(3);
        _group.Deliver(3, 1);
        Assert.Equal([new Privilege(new(1), request, [], [0, 0, 0, 0])], _group.Between(1, 3));
        _group.Deliver(1, 3);
        Assert.Equal([3], _group.Inside);
    }

    [Fact]
    public void P2_a_process_inside_keeps_it_and_notes_the_request()
    {
        _group.EnterAlone(1);
        _group.Enter(3);
        _group.Deliver(3, 1);
        Assert.Empty(_group.Between(1, 3));
        _group.Exit(1);
        Assert.Equal(["1 -> 3 privilege"], _group.Flying.Where(m => m.StartsWith("1 ", StringComparison.Ordinal)));
    }

    [Fact]
    public void P2_a_request_that_was_granted_already_gets_no_privilege()
    {
        var old = new Request(_group.Enter(3));
        _group.DeliverAll();
        _group.Exit(3);
        _group.EnterAndExit(1);
        _group.Receive(1, old);
        Assert.Empty(_group.Flying);
    }

    [Fact]
    public void P2_a_late_request_does_not_hide_a_later_one()
    {
        var late = new Request(_group.Enter(3));
        _group.DeliverAll();
        _group.Exit(3);
        _group.EnterAlone(4);
        _group.Enter(3);                        // number 2
        _group.DeliverAll();
        _group.Receive(4, late);                // number 1
        _group.Exit(4);
        _group.DeliverAll();
        Assert.Equal([3], _group.Inside);
    }

    [Fact]
    public void P1_at_the_exit_those_who_asked_meanwhile_join_the_queue_and_the_privilege_carries_it()
    {
        _group.EnterAlone(1);
        _group.Enter(4);
        _group.Enter(2);
        _group.DeliverAll();
        _group.Exit(1);                         // in the order of their numbers: 2, 4
        var privilege = Assert.IsType<Privilege>(Assert.Single(_group.Between(1, 2)));
        Assert.Equal([new ProcessId(4)], privilege.Queue);
        Assert.Equal([1L, 0, 0, 0], privilege.Granted);
    }

    [Fact]
    public void P1_who_asks_later_goes_behind_those_in_the_queue()
    {
        _group.EnterAlone(1);
        _group.Enter(2);
        _group.Enter(4);
        _group.DeliverAll();
        _group.Exit(1);
        _group.DeliverAll();
        _group.Enter(3);                        // 4 is in the queue already
        _group.DeliverAll();
        _group.Exit(2);
        _group.DeliverAll();
        Assert.Equal([4], _group.Inside);
        _group.Exit(4);
        _group.DeliverAll();
        Assert.Equal([3], _group.Inside);
    }

    [Fact]
    public void P1_where_nobody_has_asked_the_privilege_stays()
    {
        _group.EnterAndExit(3);
        Assert.Empty(_group.Flying);
        _group.Enter(3);
        Assert.Equal([3], _group.Inside);
    }

    [Fact]
    public void A_privilege_that_comes_after_the_withdrawal_is_passed_on_as_at_an_exit()
    {
        _group.EnterAlone(1);
        _group.Enter(2);
        _group.Enter(3);
        _group.DeliverAll();
        _group.Withdraw(2);
        _group.Exit(1);
        _group.Deliver(1, 2);                   // 1 -> 2  Privilege
        Assert.Equal(["2 -> 3 privilege"], _group.Flying);
    }

    [Fact]
    public void A_request_counts_as_new_even_where_numbers_before_it_were_withdrawn()
    {
        _group.EnterAlone(1);
        _group.Enter(2);
        _group.Withdraw(2);
        _group.InFlight.Clear();                // slow
        _group.Enter(2);                        // number 2, and 1 was never granted
        _group.DeliverAll();
        _group.Exit(1);
        _group.DeliverAll();
        Assert.Equal([2], _group.Inside);
    }

    [Fact]
    public void An_entry_costs_as_many_messages_as_there_are_processes_or_none()
    {
        _group.EnterAndExit(2);
        _group.EnterAndExit(2);
        Assert.Equal(4, _group.Judge.Finish(null).Messages.Total);
    }
}
