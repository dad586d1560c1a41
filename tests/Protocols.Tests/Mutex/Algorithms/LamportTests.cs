using Coterie.Protocols.Mutex.Algorithms;
using static Coterie.Protocols.Mutex.Algorithms.LamportProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Mutex.Algorithms;

/// <summary>
/// One test per rule of Lamport, CACM 21(7), 1978 (the rules 1 to 5 that follow "an algorithm to grant a resource to a process").
/// </summary>
public sealed class LamportTests
{
    private readonly Group _group = new(3, MutexAlgorithms.Lamport);

    [Fact]
    public void Rule_1_a_request_goes_to_every_other_process()
    {
        var request = _group.Enter(2);
        Assert.Equal([(1, new Request(request)), (3, new Request(request))], _group.InFlight);
    }

    [Fact]
    public void Rule_2_it_is_acknowledged_at_once_with_a_later_timestamp_even_by_a_process_inside()
    {
        _group.EnterAlone(1);
        var request = _group.Enter(2);
        _group.Deliver(2, 1);                   // 2 -> 1  Request
        var acknowledge = Assert.IsType<Acknowledge>(Assert.Single(_group.Between(1, 2)));
        Assert.Equal(request, acknowledge.To);
        Assert.True(request < acknowledge.At);
    }

    [Fact]
    public void Rule_3_a_release_goes_to_every_other_process()
    {
        _group.EnterAlone(1);
        _group.Exit(1);
        Assert.Equal(["1 -> 2 release", "1 -> 3 release"], _group.Flying);
    }

    [Fact]
    public void Rule_4_a_release_takes_the_request_off_the_queue()
    {
        _group.EnterAlone(1);
        _group.Enter(2);
        _group.DeliverAll();
        Assert.Equal([1], _group.Inside);
        _group.Exit(1);
        _group.Deliver(1, 2);                   // 1 -> 2  Release
        Assert.Equal([2], _group.Inside);
    }

    [Fact]
    public void Rule_5_i_the_request_must_be_first_in_the_total_order()
    {
        _group.Enter(1);                        // 1.1
        _group.Enter(2);                        // 1.2 goes after it
        _group.DeliverAll();
        Assert.Equal([1], _group.Inside);
    }

    [Fact]
    public void Rule_5_ii_something_later_must_be_heard_from_everybody()
    {
        _group.Enter(1);
        _group.Deliver(1, 2);
        _group.Deliver(2, 1);                   // 2 -> 1  Acknowledge
        Assert.Empty(_group.Inside);
        _group.Deliver(1, 3);
        _group.Deliver(3, 1);                   // 3 -> 1  Acknowledge
        Assert.Equal([1], _group.Inside);
    }

    [Fact]
    public void Rule_5_ii_a_later_request_will_do_for_an_acknowledgement()
    {
        _group.Enter(1);                        // 1.1
        _group.Enter(2);                        // 1.2
        _group.Enter(3);                        // 1.3
        _group.Deliver(2, 1);                   // 2 -> 1  Request 1.2
        Assert.Empty(_group.Inside);
        _group.Deliver(3, 1);                   // 3 -> 1  Request 1.3
        Assert.Equal([1], _group.Inside);
    }

    [Fact]
    public void Rule_5_ii_an_earlier_message_will_not_do()
    {
        var group = new Group(2, MutexAlgorithms.Lamport);
        group.EnterAlone(2);
        group.Exit(2);                          // 2 -> 1  Release is on its way
        group.Enter(1);
        group.Withdraw(1);
        var request = group.Enter(1);           // later than that
        Assert.True(Assert.IsType<Release>(group.Deliver(2, 1)).At < request);
        Assert.Empty(group.Inside);
        group.DeliverAll();
        Assert.Equal([1], group.Inside);
    }

    [Fact]
    public void A_withdrawn_request_lets_the_next_one_in()
    {
        _group.Enter(1);                        // 1.1
        _group.Enter(2);                        // 1.2
        _group.Withdraw(1);
        _group.DeliverAll();
        Assert.Equal([2], _group.Inside);
    }

    [Fact]
    public void An_entry_costs_a_request_an_acknowledgement_and_a_release_for_every_other_process()
    {
        for (var entry = 0; entry < 5; entry++)
            _group.EnterAndExit(1 + (entry % 3));
        Assert.Equal(6, _group.Judge.Finish(null).MessagesPerEntry);
    }
}
