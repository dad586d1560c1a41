using Akka.Remote.Associations;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Associations;

/// <summary>System messages are numbered, acknowledged and put in order: both ends, without a connection.</summary>
public sealed class ReliableDeliveryTests
{
    private static readonly Outgoing Message = new("m", null, null!);

    [Fact]
    public void Numbers_begin_at_zero()
    {
        var sender = new ReliableSender(10);

        Assert.Equal([0ul, 1ul], [sender.Add(Message), sender.Add(Message)]);
    }

    [Fact]
    public void What_is_acknowledged_is_forgotten()
    {
        var sender = Sent(3);

        Assert.Empty(sender.Acknowledge(1, []));

        Assert.Equal([2ul], sender.Oldest(10).Select(each => each.Seq));
    }

    [Fact]
    public void What_is_missing_is_sent_again_and_kept()
    {
        var sender = Sent(4);

        var again = sender.Acknowledge(3, [1, 2]);

        Assert.Equal([1ul, 2ul], again.Select(each => each.Seq));
        Assert.Equal(2, sender.Count);
    }

    [Fact]
    public void An_acknowledgement_of_what_was_never_sent_is_a_breach() =>
        Assert.Throws<WireFormatException>(() => Sent(2).Acknowledge(2, []));

    [Fact]
    public void A_new_incarnation_begins_at_zero_again()
    {
        var sender = Sent(3);

        Assert.Equal(3, sender.Reset().Count);

        Assert.Equal(0ul, sender.Add(Message));
    }

    [Fact]
    public void A_sender_is_full_at_its_capacity() => Assert.Equal((false, true), (Sent(1, capacity: 2).IsFull, Sent(2, capacity: 2).IsFull));

    [Fact]
    public void What_comes_in_order_is_due_at_once()
    {
        var receiver = new ReliableReceiver<string>(10);

        Assert.Null(receiver.Acknowledgement);
        Assert.Equal(["a"], receiver.Receive(0, "a"));
        Assert.Equal(["b"], receiver.Receive(1, "b"));
        Assert.Equal(1ul, receiver.Acknowledgement!.Value.Cumulative);
    }

    [Fact]
    public void What_comes_twice_is_due_once()
    {
        var receiver = new ReliableReceiver<string>(10);
        receiver.Receive(0, "a");

        Assert.Empty(receiver.Receive(0, "a"));
    }

    [Fact]
    public void What_comes_early_waits_for_what_is_missing_and_that_is_named()
    {
        var receiver = new ReliableReceiver<string>(10);
        receiver.Receive(0, "a");

        Assert.Empty(receiver.Receive(3, "d"));
        var ack = receiver.Acknowledgement!.Value;
        Assert.Equal((3ul, "1 2"), (ack.Cumulative, string.Join(' ', ack.Nacks!)));

        Assert.Equal(["b"], receiver.Receive(1, "b"));
        Assert.Equal(["c", "d"], receiver.Receive(2, "c"));
        Assert.Equal(3ul, receiver.Acknowledgement!.Value.Cumulative);
    }

    [Fact]
    public void A_hostile_number_costs_nothing()
    {
        var receiver = new ReliableReceiver<string>(capacity: 2);
        foreach (var seq in new[] { ulong.MaxValue - 1, 1ul << 60, 5ul }) receiver.Receive(seq, "x");

        Assert.Null(receiver.Acknowledgement);
        Assert.Equal(["a"], receiver.Receive(0, "a"));
        Assert.Equal(0ul, receiver.Acknowledgement!.Value.Cumulative);
    }

    private static ReliableSender Sent(int count, int capacity = 10)
    {
        var sender = new ReliableSender(capacity);
        for (var i = 0; i < count; i++) sender.Add(Message);
        return sender;
    }
}
