using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.Algorithms.NaimiTrehelProtocol;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>
/// One test per rule of Naimi, Trehel and Arnold, JPDC 34(1), 1996, and per departure from them. Process 1 has the token at
/// first, and is the father of all others.
/// </summary>
public sealed class NaimiTrehelTests
{
    private readonly Group _group = new(4, MutexAlgorithms.NaimiTrehel);

    [Fact]
    public void With_the_token_at_hand_an_entry_costs_nothing()
    {
        _group.Enter(1);
        Assert.Equal([1], _group.Inside);
        Assert.Empty(_group.Flying);
    }

    [Fact]
    public void A_request_goes_to_the_father_and_an_idle_root_sends_the_token()
    {
        var request = _group.Enter(2);
        Assert.Equal([(1, new Request(new(2), request))], _group.InFlight);
        _group.Deliver(2, 1);
        Assert.Equal([(2, new Token(new(1), request))], _group.InFlight);
        _group.Deliver(1, 2);
        Assert.Equal([2], _group.Inside);
    }

    [Fact]
    public void A_process_on_the_way_sends_the_request_on_and_takes_the_requester_for_its_father()
    {
        _group.EnterAndExit(2);                 // 1's father is 2
        var request = _group.Enter(3);
        _group.Deliver(3, 1);
        Assert.Equal([(2, new Request(new(1), request))], _group.InFlight);
        _group.DeliverAll();
        _group.Exit(3);
        _group.Enter(1);                        // straight to 3
        Assert.Equal(["1 -> 3 request"], _group.Flying);
    }

    [Fact]
    public void A_root_that_is_inside_or_waits_notes_who_comes_next()
    {
        _group.EnterAlone(1);
        _group.Enter(2);
        _group.Enter(3);
        _group.Deliver(2, 1);                   // 2 is next to 1
        _group.Deliver(3, 1);
        Assert.Equal(["1 -> 2 request"], _group.Flying);
        _group.Deliver(1, 2);                   // 3 is next to 2, which waits itself
        Assert.Empty(_group.Flying);
        _group.Exit(1);
        _group.DeliverAll();
        Assert.Equal([2], _group.Inside);
        _group.Exit(2);
        _group.DeliverAll();
        Assert.Equal([3], _group.Inside);
    }

    [Fact]
    public void At_the_exit_the_token_goes_to_the_next_process_or_stays_if_there_is_none()
    {
        _group.EnterAlone(2);
        _group.Exit(2);
        Assert.Empty(_group.Flying);
        _group.EnterAlone(2);
        _group.Enter(4);
        _group.DeliverAll();
        _group.Exit(2);
        Assert.Equal(["2 -> 4 token"], _group.Flying);
    }

    [Fact]
    public void A_token_that_comes_after_the_withdrawal_is_passed_on_or_kept()
    {
        _group.EnterAlone(1);
        _group.Enter(2);
        _group.DeliverAll();
        _group.Enter(3);
        _group.DeliverAll();
        _group.Withdraw(2);
        _group.Withdraw(3);
        _group.Exit(1);
        _group.DeliverAll();                    // 1 -> 2 -> 3
        Assert.Empty(_group.Inside);
        _group.Enter(3);
        Assert.Equal([3], _group.Inside);
    }

    [Fact]
    public void A_new_request_takes_the_place_of_the_withdrawn_one()
    {
        _group.EnterAlone(1);
        _group.Enter(2);
        _group.DeliverAll();
        _group.Withdraw(2);
        _group.Enter(2);
        Assert.Empty(_group.Flying);
        _group.Exit(1);
        _group.DeliverAll();
        Assert.Equal([2], _group.Inside);
    }
}
