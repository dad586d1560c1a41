using Coterie.Lab.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>
/// One test per rule of Raymond, ACM TOCS 7(1), 1989 (routines ASSIGN_PRIVILEGE and MAKE_REQUEST), and per departure from them.
/// The tree is 1 over 2 and 3, 2 over 4 and 5; process 1 has the privilege at first.
/// </summary>
public sealed class RaymondTests
{
    private readonly Group _group = new(5, MutexAlgorithms.Raymond);

    [Fact]
    public void The_holder_enters_without_a_message()
    {
        _group.Enter(1);
        Assert.Equal([1], _group.Inside);
        Assert.Empty(_group.Flying);
    }

    [Fact]
    public void A_request_goes_from_neighbour_to_neighbour_and_the_privilege_comes_back_the_same_way()
    {
        _group.Enter(4);
        Assert.Equal(["4 -> 2 request"], _group.Flying);
        _group.Deliver(4, 2);
        Assert.Equal(["2 -> 1 request"], _group.Flying);
        _group.Deliver(2, 1);
        Assert.Equal(["1 -> 2 privilege"], _group.Flying);
        _group.Deliver(1, 2);
        Assert.Equal(["2 -> 4 privilege"], _group.Flying);
        _group.Deliver(2, 4);
        Assert.Equal([4], _group.Inside);
    }

    [Fact]
    public void The_pointers_turn_to_where_the_privilege_went()
    {
        _group.EnterAndExit(4);
        _group.Enter(3);
        _group.Deliver(3, 1);
        Assert.Equal(["1 -> 2 request"], _group.Flying);
        _group.Deliver(1, 2);
        Assert.Equal(["2 -> 4 request"], _group.Flying);
    }

    [Fact]
    public void MAKE_REQUEST_asks_once_for_all_in_the_queue()
    {
        _group.Enter(4);
        _group.Enter(5);
        _group.Deliver(4, 2);
        _group.Deliver(5, 2);
        Assert.Equal(["2 -> 1 request"], _group.Flying);
    }

    [Fact]
    public void ASSIGN_PRIVILEGE_passes_it_to_the_first_in_the_queue_and_MAKE_REQUEST_asks_it_back_for_the_others()
    {
        _group.Enter(4);
        _group.Enter(5);
        _group.Deliver(4, 2);
        _group.Deliver(5, 2);
        _group.Deliver(2, 1);
        _group.Deliver(1, 2);                   // 1 -> 2  Privilege
        Assert.Equal(["2 -> 4 privilege", "2 -> 4 request"], _group.Flying);
    }

    [Fact]
    public void A_request_may_overtake_the_privilege_sent_before_it()
    {
        _group.Enter(4);
        _group.Enter(5);
        _group.Deliver(4, 2);
        _group.Deliver(5, 2);
        _group.Deliver(2, 1);
        _group.Deliver(1, 2);
        _group.DeliverAt(1);                    // 2 -> 4  Request
        _group.Deliver(2, 4);                   // 2 -> 4  Privilege
        Assert.Equal([4], _group.Inside);
        _group.Exit(4);
        _group.DeliverAll();
        Assert.Equal([5], _group.Inside);
    }

    [Fact]
    public void A_process_inside_queues_the_request_and_passes_the_privilege_on_when_it_leaves()
    {
        _group.EnterAlone(1);
        _group.Enter(3);
        _group.Deliver(3, 1);
        Assert.Empty(_group.Flying);
        _group.Exit(1);
        Assert.Equal(["1 -> 3 privilege"], _group.Flying);
    }

    [Fact]
    public void A_process_serves_itself_and_its_neighbours_in_the_order_in_which_they_asked()
    {
        _group.EnterAlone(1);
        _group.Enter(3);
        _group.DeliverAll();
        _group.Exit(1);
        _group.Enter(1);                        // queues behind 3
        _group.Deliver(1, 3);
        Assert.Equal([3], _group.Inside);
        _group.DeliverAll();
        _group.Exit(3);
        _group.DeliverAll();
        Assert.Equal([1], _group.Inside);
    }

    [Fact]
    public void The_privilege_that_a_withdrawn_request_brings_stays_until_a_neighbour_asks()
    {
        _group.Enter(4);
        _group.DeliverAt(0);
        _group.Withdraw(4);
        _group.DeliverAll();
        Assert.Empty(_group.Inside);
        _group.EnterAndExit(3);
        _group.Enter(4);
        _group.Withdraw(4);
        _group.Enter(4);                        // asked already
        Assert.Equal(["4 -> 2 request"], _group.Flying);
        _group.DeliverAll();
        Assert.Equal([4], _group.Inside);
    }

    [Fact]
    public void On_a_chain_a_request_goes_along_the_chain_to_the_root()
    {
        var group = new Group(3, MutexAlgorithms.Raymond.InLab().ChooseWorkload!("chain root 3")!);
        group.Enter(1);
        Assert.Equal(["1 -> 2 request"], group.Flying);
        group.Deliver(1, 2);
        Assert.Equal(["2 -> 3 request"], group.Flying);
        group.DeliverAll();
        Assert.Equal([1], group.Inside);
    }

    [Fact]
    public void On_a_star_the_privilege_goes_through_the_middle()
    {
        var group = new Group(4, MutexAlgorithms.Raymond.InLab().ChooseWorkload!("star")!);
        group.EnterAndExit(4);
        group.Enter(2);
        Assert.Equal(["2 -> 1 request"], group.Flying);
        group.Deliver(2, 1);
        Assert.Equal(["1 -> 4 request"], group.Flying);
        group.Deliver(1, 4);
        Assert.Equal(["4 -> 1 privilege"], group.Flying);
        group.Deliver(4, 1);
        Assert.Equal(["1 -> 2 privilege"], group.Flying);
    }
}
