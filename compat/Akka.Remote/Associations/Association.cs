using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Dispatch.Workers;
using Akka.Event;
using Akka.Remote.Inbound;

namespace Akka.Remote.Associations;

/// <summary>
/// What this system has with one address: the messages on their way there, at most one connection that this side opened and one that the other side did, and
/// what must be remembered of the other's present incarnation.
/// </summary>
/// <remarks>
/// <code>
/// idle     a message                -> opening  what is sent waits
/// opening  handshake done           -> open     what waits goes
/// opening  failed                   -> gated    what waits and what is sent becomes dead letters; system messages wait
/// open     connection lost          -> gated
/// gated    time is over             -> idle, or opening where system messages wait
/// any      the other side connects  -> open     where passive connections are used; else what it sends is read, and no more
/// any      its uid is quarantined   -> gated    and there is no connection with that uid any more
/// </code>
/// Senders enqueue, and the first of them schedules this item, which empties the queue; all else happens under one lock.
/// </remarks>
internal sealed partial class Association : WorkItem
{
    private const int MostWaiting = 200_000; // messages; a peer that lets so many wait is too slow for good

    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<Outgoing> _queue = new();
    private readonly Remoting _remoting;
    private Session? _outbound;
    private Session? _inbound;
    private int? _uid;
    private bool _opening;
    private TimeSpan? _gatedUntil;
    private int _waiting;
    private int _warnAt;
    private int _overflows;
    private int _scheduled;
    private volatile bool _ended;

    public Association(Remoting remoting, Address remote)
    {
        _remoting = remoting;
        Remote = remote;
        _unacknowledged = new ReliableSender(remoting.Settings.SysMsgBufferSize);
        Refusals = new RefusalLog(remoting.Log, remote);
        _warnAt = remoting.Settings.LogBufferSizeExceeding;
    }

    /// <summary>The other system.</summary>
    public Address Remote { get; }

    /// <summary>What is not taken of the other system.</summary>
    public RefusalLog Refusals { get; }

    // Each side writes to one connection and reads from both.
    private Session? Writer => _outbound ?? (_remoting.Settings.UsePassiveConnections ? _inbound : null);

    private bool IsGated => _gatedUntil is { } end && _remoting.Now < end;

    /// <summary>Any thread; returns at once.</summary>
    public void Send(in Outgoing message)
    {
        if (_isGivenUp && message.Message is SystemMessage) return; // a successor will be told anew what it has to know
        var waiting = Interlocked.Increment(ref _waiting);
        if (waiting > MostWaiting || _ended)
        {
            Interlocked.Decrement(ref _waiting);
            if (!_ended && Interlocked.Exchange(ref _overflows, 1) == 0)
                _remoting.Log.Warning("[{0}] messages wait to be sent to [{1}]. More go to the dead letters until there is room.", MostWaiting, Remote);
            _remoting.DeadLetter(message);
            return;
        }
        if (waiting == _warnAt && waiting > 0) WarnOf(waiting);
        _queue.Enqueue(message);
        Schedule();
    }

    public override void RunOnWorker()
    {
        bool more;
        lock (_gate) more = SendWhatWaits();
        Volatile.Write(ref _scheduled, 0);
        Interlocked.MemoryBarrier();
        if (more && !_queue.IsEmpty) Schedule();
    }

    public override string ToString() => $"Association with {Remote}";

    private void Schedule()
    {
        if (Volatile.Read(ref _scheduled) == 0 && Interlocked.Exchange(ref _scheduled, 1) == 0) Worker.Submit(this);
    }

    private void WarnOf(int waiting)
    {
        _warnAt = waiting * 2;
        _remoting.Log.Warning("[{0}] messages wait to be sent to [{1}]: it is slower than this system, or cannot be reached.", waiting, Remote);
    }
}
