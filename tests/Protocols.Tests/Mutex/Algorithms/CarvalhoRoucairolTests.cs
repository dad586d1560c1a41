using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>One test per rule of Carvalho and Roucairol, CACM 26(2), 1983, and per departure from it.</summary>
public sealed class CarvalhoRoucairolTests
{
    private readonly Group _group = new(3, MutexAlgorithms.CarvalhoRoucairol);

    [Fact]
    public void At_first_everybody_is_asked()
    {
        _group.Enter(2);
        Assert.Equal(["2 -> 1 request", "2 -> 3 request"], _group.Flying);
        _group.DeliverAll();
        Assert.Equal([2], _group.Inside);
    }

    [Fact]
    public void An_authorisation_is_kept_and_the_next_entry_costs_nothing()
    {
        _group.EnterAndExit(2);
        _group.Enter(2);
        Assert.Equal([2], _group.Inside);
        Assert.Empty(_group.Flying);
    }

    [Fact]
    public void Only_processes_that_have_asked_meanwhile_are_asked()
    {
        _group.EnterAndExit(2);
        _group.EnterAndExit(3);                 // takes the authorisation of 2 and 1
        _group.Enter(2);
        Assert.Equal(["2 -> 3 request"], _group.Flying);
    }

    [Fact]
    public void A_process_inside_defers_its_reply_until_it_exits()
    {
        _group.EnterAlone(2);
        var theirs = _group.Enter(3);
        _group.Deliver(3, 2);
        Assert.Empty(_group.Between(2, 3));
        _group.Exit(2);
        Assert.Equal([new Reply(new(2), theirs)], _group.Between(2, 3));
    }

    [Fact]
    public void A_process_that_wants_in_with_the_smaller_timestamp_defers_its_reply()
    {
        _group.Enter(1);                        // 1.1
        _group.Enter(2);                        // 1.2
        _group.Deliver(2, 1);
        Assert.Empty(_group.Between(1, 2).OfType<Reply>());
        _group.DeliverAll();
        Assert.Equal([1], _group.Inside);
    }

    [Fact]
    public void A_process_that_wants_in_with_the_larger_timestamp_gives_its_authorisation_back_and_asks_for_it_again()
    {
        _group.EnterAndExit(2);                 // 2 has both authorisations
        _group.EnterAndExit(3);                 // now 3 has them
        var ours = _group.Enter(2);             // asks 3 alone
        var theirs = _group.Enter(1);           // 1 has seen less: its request goes first
        Assert.True(theirs < ours);
        _group.Deliver(1, 2);                   // 1 -> 2  Request
        Assert.Equal([new Reply(new(2), theirs), new Request(ours)], _group.Between(2, 1));
        _group.DeliverAll();
        Assert.Equal([1], _group.Inside);
        _group.Exit(1);
        _group.DeliverAll();
        Assert.Equal([2], _group.Inside);
    }

    [Fact]
    public void A_reply_to_a_withdrawn_request_gives_no_authorisation()
    {
        _group.Enter(1);
        _group.Deliver(1, 2);
        _group.Withdraw(1);
        _group.DeliverAll();                    // 2 -> 1  Reply, too late
        _group.Enter(1);
        Assert.Equal(["1 -> 2 request", "1 -> 3 request"], _group.Flying);
    }

    [Fact]
    public void A_withdrawn_request_that_comes_after_its_process_has_consented_is_ignored()
    {
        _group.Enter(1);                        // 1.1
        var late = new Request(_group[1].Request!.Value);
        _group.Enter(2);                        // 1.2
        _group.Lose(1, 2);                      // 1 -> 2  Request 1.1 is slow
        _group.Withdraw(1);
        _group.Deliver(2, 1);
        _group.Deliver(1, 2);                   // 1 -> 2  Reply 1.2
        var before = _group.InFlight.Count;
        _group.Receive(2, late);
        Assert.Equal(before, _group.InFlight.Count);
    }
}
