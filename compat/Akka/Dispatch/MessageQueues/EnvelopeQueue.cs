using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>
/// The user messages of one mailbox: many producers, one consumer, first in first out per producer, unbounded.
/// A ring of slots is reused as long as it does not fill up; a full one is frozen and a larger one linked behind it.
/// </summary>
/// <remarks>
/// A producer claims a slot by CAS on <c>Tail</c> and then publishes the message into it. The claim is a full barrier, and
/// <see cref="HasMessages"/> looks at claims, not at published messages: so a producer that claims and then finds its
/// mailbox scheduled may rely on the consumer to see the claim before it goes idle.
/// </remarks>
internal struct EnvelopeQueue
{
    private const int FirstSize = 8;
    private const int LargestSize = 4096; // 64 KiB of slots: stays out of the large object heap
    private const long Frozen = long.MinValue;

    private Ring? _head; // consumer's
    private Ring? _tail; // producers'

    /// <summary>Whether something has been enqueued that is not dequeued. Any thread.</summary>
    public readonly bool HasMessages
    {
        get
        {
            var ring = Volatile.Read(in _head);
            while (ring is not null)
            {
                if ((Volatile.Read(ref ring.At.Tail) & ~Frozen) != Volatile.Read(ref ring.At.Head)) return true;
                ring = Volatile.Read(ref ring.Next);
            }
            return false;
        }
    }

    /// <summary>Any thread; never blocks.</summary>
    public void Enqueue(object message, IActorRef? sender)
    {
        while (true)
        {
            var ring = Volatile.Read(ref _tail) ?? First();
            var tail = Volatile.Read(ref ring.At.Tail);
            if (tail < 0)
            {
                Interlocked.CompareExchange(ref _tail, ring.Successor(), ring);
                continue;
            }
            if (tail - ring.At.HeadSeen >= ring.Slots.Length)
            {
                ring.At.HeadSeen = Volatile.Read(ref ring.At.Head);
                if (tail - ring.At.HeadSeen >= ring.Slots.Length)
                {
                    Interlocked.CompareExchange(ref ring.At.Tail, tail | Frozen, tail);
                    continue;
                }
            }
            if (Interlocked.CompareExchange(ref ring.At.Tail, tail + 1, tail) != tail) continue;
            ref var slot = ref ring.Slots[tail & (ring.Slots.Length - 1)];
            slot.Sender = sender;
            Volatile.Write(ref slot.Message, message);
            return;
        }
    }

    /// <summary>The consumer only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryDequeue(out object message, out IActorRef? sender)
    {
        var ring = _head;
        if (ring is not null)
        {
            var head = ring.At.Head;
            ref var slot = ref ring.Slots[head & (ring.Slots.Length - 1)];
            var found = Volatile.Read(ref slot.Message);
            if (found is not null)
            {
                message = found;
                sender = slot.Sender;
                slot.Sender = null;
                slot.Message = null;
                Volatile.Write(ref ring.At.Head, head + 1);
                return true;
            }
        }
        return TryDequeueSlow(out message, out sender);
    }

    // Nothing published at the head: empty, claimed but not yet published, or the end of a frozen ring.
    private bool TryDequeueSlow(out object message, out IActorRef? sender)
    {
        var wait = new SpinWait();
        var ring = _head;
        while (ring is not null)
        {
            var head = ring.At.Head;
            ref var slot = ref ring.Slots[head & (ring.Slots.Length - 1)];
            if (Volatile.Read(ref slot.Message) is not null) return TryDequeue(out message, out sender);
            var tail = Volatile.Read(ref ring.At.Tail);
            if ((tail & ~Frozen) != head)
            {
                wait.SpinOnce(sleep1Threshold: -1);
                continue;
            }
            if (tail >= 0 || Volatile.Read(ref ring.Next) is not { } next) break;
            _head = ring = next;
        }
        message = null!;
        sender = null;
        return false;
    }

    // The head before the tail: whoever finds a tail finds the ring that the consumer begins with.
    private Ring First()
    {
        var ring = new Ring(FirstSize);
        ring = Interlocked.CompareExchange(ref _head, ring, null) ?? ring;
        return Interlocked.CompareExchange(ref _tail, ring, null) ?? ring;
    }

    private struct Slot
    {
        public object? Message;
        public IActorRef? Sender;
    }

    // Producers and consumer each have a cache line.
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Positions
    {
        [FieldOffset(56)] public long Tail;     // the next slot to claim; negative: frozen
        [FieldOffset(64)] public long HeadSeen; // a former Head, at most the present one
        [FieldOffset(128)] public long Head;    // the next slot to take
    }

    private sealed class Ring(int size)
    {
        public Positions At;
        public readonly Slot[] Slots = new Slot[size];
        public Ring? Next;

        public Ring Successor()
        {
            var next = Volatile.Read(ref Next);
            if (next is not null) return next;
            next = new Ring(Math.Min(Slots.Length * 2, LargestSize));
            return Interlocked.CompareExchange(ref Next, next, null) ?? next;
        }
    }
}
