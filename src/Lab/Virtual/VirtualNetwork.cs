using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>
/// The network between the processes of a virtual run: it takes messages, and decides whether and when each arrives. It has its
/// own sequence of random draws, so the draws of the processes do not depend on it.
/// </summary>
internal sealed class VirtualNetwork
{
    private const int Stream = 0; // the processes' are 1 to N
    private const string Lost = "loss";
    private const string Parted = "partition";

    private readonly NetworkModel _model;
    private readonly EventClock _clock;
    private readonly Draws _draws;
    private readonly ChannelOrder? _order;
    private readonly DeliveryRing? _ring;
    private readonly EventHeap<Delivery> _heap = new();
    private readonly Action<Fault> _tell;
    private int[]? _groups;

    /// <summary>A network for the processes 1 to <paramref name="processes"/>.</summary>
    /// <param name="model">What it does to messages.</param>
    /// <param name="processes">N.</param>
    /// <param name="seed">The seed of its draws.</param>
    /// <param name="clock">The time, and the numbers of events.</param>
    /// <param name="tell">Gets the faults of messages.</param>
    public VirtualNetwork(NetworkModel model, int processes, long seed, EventClock clock, Action<Fault> tell)
    {
        (_model, _clock, _tell) = (model, clock, tell);
        _draws = new Draws(seed, Stream);
        _ring = model.IsConstant ? new DeliveryRing() : null;
        _order = model.IsConstant || model.Reorder ? null : new ChannelOrder(processes);
    }

    /// <summary>Whether nothing is on its way.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>How many messages are on their way; the messages of a multicast that arrive together count once.</summary>
    public int Count => _ring?.Count ?? _heap.Count;

    /// <summary>When the next message arrives, in ticks; only if one is on its way.</summary>
    public long NextAt => _ring?.NextAt ?? _heap.NextAt;

    /// <summary>The number of the next arrival; only if a message is on its way.</summary>
    public long NextNumber => _ring?.NextNumber ?? _heap.NextNumber;

    /// <summary>How long the slowest message so far is or was on its way, in ticks.</summary>
    public long LongestWay { get; private set; }

    /// <summary>Takes out what arrives next; only if something is on its way.</summary>
    public Delivery Take() => _ring is null ? _heap.Take() : _ring.Take();

    /// <summary>Sends messages.</summary>
    public void Send(ProcessId from, ReadOnlySpan<Effect> sends)
    {
        var plain = _ring is not null && _groups is null && !_model.Loss.IsPossible && !_model.Duplicate.IsPossible;
        for (var i = 0; i < sends.Length; i++)
        {
            var message = sends[i].Message!;
            var (first, last) = (sends[i].To.Value, sends[i].To.Value);
            if (!plain)
            {
                Send(new Delivery(message, from.Value, first, last, null));
                continue;
            }
            while (i + 1 < sends.Length
                && ReferenceEquals(sends[i + 1].Message, message)
                && IsNext(from.Value, last, sends[i + 1].To.Value))
            {
                last = sends[++i].To.Value;
            }
            var at = _clock.Now + _model.Latency.Next(_draws);
            LongestWay = Math.Max(LongestWay, at - _clock.Now);
            _ring!.Add(at, _clock.NextNumber(), new Delivery(message, from.Value, first, last, null));
        }
    }

    /// <summary>Why a message between these two is lost now; null if it is not.</summary>
    public string? LossBetween(int from, int to) => _groups is { } groups && groups[from] != groups[to] ? Parted : null;

    /// <summary>From now on a process reaches only the processes of its own group.</summary>
    /// <param name="groups">The number of the group of each process, at the index of the process.</param>
    public void Part(int[] groups) => _groups = groups;

    /// <summary>From now on each process reaches all others again.</summary>
    public void Heal() => _groups = null;

    private static bool IsNext(int from, int last, int to) => to == last + 1 ? to != from : to == last + 2 && last + 1 == from;

    private void Send(Delivery delivery)
    {
        var loss = LossBetween(delivery.From, delivery.First) ?? (_model.Loss.Happens(_draws) ? Lost : null);
        var twice = _model.Duplicate.Happens(_draws);
        Add(delivery with { Loss = loss });
        if (!twice)
            return;
        _tell(new Fault.Duplicate(new ProcessId(delivery.From), new ProcessId(delivery.First), delivery.Message));
        Add(delivery with { Loss = LossBetween(delivery.From, delivery.First) });
    }

    private void Add(in Delivery delivery)
    {
        var latency = _model.LatencyOf(new ProcessId(delivery.From), new ProcessId(delivery.First));
        var at = _clock.Now + latency.Next(_draws);
        if (_order is not null)
            at = _order.Next(_clock.Now, delivery.From, delivery.First, at);
        LongestWay = Math.Max(LongestWay, at - _clock.Now);
        if (_ring is not null)
            _ring.Add(at, _clock.NextNumber(), delivery);
        else
            _heap.Add(at, _clock.NextNumber(), delivery);
    }
}
