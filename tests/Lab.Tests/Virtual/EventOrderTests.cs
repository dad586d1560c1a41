using Coterie.Lab.Virtual;
using Coterie.Protocols.Mutex;
using FsCheck;
using FsCheck.Fluent;

namespace Coterie.Tests.Virtual;

/// <summary>Events come out in the order of their times and numbers, whatever the order in which they went in.</summary>
public sealed class EventOrderTests
{
    [Fact]
    public void The_heap_gives_what_a_sorted_list_gives() =>
        Prop.ForAll(ArbMap.Default.ArbFor<short[]>(), inputs =>
        {
            var (heap, sorted) = (new EventHeap<int>(), new SortedSet<(long, long, int)>());
            for (var i = 0; i < inputs.Length; i++)
            {
                // A negative number takes one out, the others put one in at that time.
                if (inputs[i] >= 0)
                {
                    heap.Add(inputs[i] % 8, i, i);
                    sorted.Add((inputs[i] % 8, i, i));
                }
                else if (sorted.Count > 0)
                {
                    TakeAlike(heap, sorted);
                }
            }
            while (sorted.Count > 0)
                TakeAlike(heap, sorted);
            return heap.Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_ring_gives_messages_in_the_order_in_which_they_came() =>
        Prop.ForAll(ArbMap.Default.ArbFor<bool[]>(), inputs =>
        {
            var (ring, queue) = (new DeliveryRing(), new Queue<long>());
            // So many at first that the ring grows, at any place of its head.
            foreach (var (isAdd, i) in Enumerable.Repeat(true, 70).Concat(inputs).Select((isAdd, i) => (isAdd, i)))
            {
                if (isAdd || queue.Count == 0)
                {
                    ring.Add(i / 3, i, new Delivery(new MutexProtocol.Reply(new(1), new(i, new(2))), 1, 2, 2, null));
                    queue.Enqueue(i);
                    continue;
                }
                Assert.Equal((queue.Peek() / 3, queue.Peek()), (ring.NextAt, ring.NextNumber));
                var reply = Assert.IsType<MutexProtocol.Reply>(ring.Take().Message);
                Assert.Equal(queue.Dequeue(), reply.To.Clock);
            }
            return ring.Count == queue.Count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void In_a_channel_nothing_arrives_before_what_was_sent_earlier_and_nothing_waits_for_another_channel() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte From, byte To, byte Delay)[]>(), sent =>
        {
            var (order, latest) = (new ChannelOrder(8), new Dictionary<(int, int), long>());
            var messages = Enumerable.Repeat(sent, 5)
                .SelectMany(all => all)
                .Select((s, now) => ((1 + (s.From % 8), 1 + (s.To % 8), s.Delay), now));
            foreach (var ((from, to, delay), now) in messages)
            {
                var expected = Math.Max(now + delay, latest.GetValueOrDefault((from, to)));
                latest[(from, to)] = expected;
                Assert.Equal(expected, order.Next(now, from, to, now + delay));
            }
        }).QuickCheckThrowOnFailure();

    private static void TakeAlike(EventHeap<int> heap, SortedSet<(long At, long Number, int Item)> sorted)
    {
        var first = sorted.Min;
        sorted.Remove(first);
        Assert.Equal((first.At, first.Number), (heap.NextAt, heap.NextNumber));
        Assert.Equal(first.Item, heap.Take());
    }
}
