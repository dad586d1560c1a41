using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.Algorithms.CentralProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>One test per rule of the central coordinator, process 1.</summary>
public sealed class CentralTests
{
    private readonly Group _group = new(3, MutexAlgorithms.Central);

    [Fact]
    public void A_client_asks_the_coordinator_and_enters_when_it_grants()
    {
        var request = _group.Enter(2);
        Assert.Equal([(1, new Request(request))], _group.InFlight);
        _group.Deliver(2, 1);                   // 2 -> 1  Request
        Assert.Equal([(2, new Grant(new(1), request))], _group.InFlight);
        _group.Deliver(1, 2);                   // 1 -> 2  Grant
        Assert.Equal([2], _group.Inside);
    }

    [Fact]
    public void The_next_request_is_granted_when_the_process_inside_has_said_that_it_left()
    {
        _group.EnterAlone(2);
        _group.Enter(3);
        _group.Deliver(3, 1);                   // 3 -> 1  Request
        Assert.Empty(_group.Flying);
        _group.Exit(2);
        Assert.Equal(["2 -> 1 release"], _group.Flying);
        _group.Deliver(2, 1);
        Assert.Equal(["1 -> 3 grant"], _group.Flying);
    }

    [Fact]
    public void Requests_are_granted_in_the_order_in_which_they_reach_the_coordinator()
    {
        _group.EnterAlone(1);
        _group.Enter(2);
        _group.Enter(3);
        _group.Deliver(3, 1);                   // 3 was later, and its message faster
        _group.Deliver(2, 1);
        _group.Exit(1);
        _group.DeliverAll();
        Assert.Equal([3], _group.Inside);
    }

    [Fact]
    public void The_coordinator_enters_without_a_message_and_waits_like_anybody_else()
    {
        _group.Enter(1);
        Assert.Equal([1], _group.Inside);
        Assert.Empty(_group.Flying);
        _group.Exit(1);
        _group.EnterAlone(2);
        _group.Enter(1);
        Assert.Equal([2], _group.Inside);
        _group.Exit(2);
        _group.DeliverAll();
        Assert.Equal([1], _group.Inside);
    }

    [Fact]
    public void A_withdrawn_request_is_granted_to_nobody()
    {
        _group.EnterAlone(2);
        _group.Enter(3);
        _group.DeliverAll();
        _group.Withdraw(3);
        _group.DeliverAll();                    // 3 -> 1  Release
        _group.Exit(2);
        _group.DeliverAll();
        Assert.Empty(_group.Inside);
        Assert.Empty(_group.Flying);
    }

    [Fact]
    public void A_grant_that_crosses_the_withdrawal_is_ignored_and_the_section_is_free_again()
    {
        _group.Enter(2);
        _group.Deliver(2, 1);                   // 1 -> 2  Grant is on its way
        _group.Withdraw(2);
        _group.Enter(2);
        _group.Deliver(1, 2);
        Assert.Empty(_group.Inside);            // it was granted to the request before
        _group.DeliverAll();
        Assert.Equal([2], _group.Inside);
    }

    [Fact]
    public void A_release_that_overtakes_its_request_counts_all_the_same()
    {
        _group.Enter(2);
        _group.Withdraw(2);
        _group.DeliverAt(1);                    // 2 -> 1  Release
        _group.DeliverAt(0);                    // 2 -> 1  Request
        Assert.Empty(_group.Flying);
        _group.EnterAlone(3);
    }
}
