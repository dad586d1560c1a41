using Akka.Event;
using Akka.Remote.Transport;
using Akka.Remote.Wire;

namespace Akka.Remote.Associations;

// Quarantine of the other system, and the end of this one.
internal sealed partial class Association
{
    private readonly Dictionary<int, TimeSpan> _quarantined = []; // uids, and until when they are remembered
    private volatile bool _isGivenUp; // the incarnation that was met last is quarantined
    private TaskCompletionSource? _drained;
    private TaskCompletionSource? _closed;

    /// <summary>Has nothing to do any more with that incarnation; null: with the present one.</summary>
    public void Quarantine(int? uid, string reason)
    {
        lock (_gate)
        {
            if ((uid ?? _uid) is { } known) QuarantineUnderLock(known, reason);
            else _remoting.Log.Warning("Association with [{0}] should be quarantined, but no system of that address has been met yet: {1}", Remote, reason);
        }
    }

    /// <summary>Ends when all that was sent has been given to the operating system, or cannot be.</summary>
    public Task Drain()
    {
        lock (_gate)
        {
            _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            SendWhatWaits();
            SignalIfDrained();
            return _drained.Task;
        }
    }

    /// <summary>Tells the other side that this system leaves. Ends when that side has closed the connections.</summary>
    public Task Leave()
    {
        lock (_gate)
        {
            _ended = true;
            _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            DropWhatWaits();
            foreach (var session in new[] { _outbound, _inbound })
            {
                if (session is null) continue;
                FrameWriter.WriteControl(session.Connection.Output, ControlCommand.DisassociateShuttingDown);
                session.Connection.End();
            }
            SignalIfDrained();
            return _closed.Task;
        }
    }

    /// <summary>Closes what is still open.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _ended = true;
            CloseSessions(new IOException("This system shuts down."));
        }
    }

    /// <summary>Loses the connections as a crash would.</summary>
    public void Abort(bool forGood)
    {
        lock (_gate)
        {
            _ended |= forGood;
            _outbound?.Connection.Abort();
            _inbound?.Connection.Abort();
        }
    }

    private void QuarantineUnderLock(int uid, string reason)
    {
        if (!_quarantined.TryAdd(uid, _remoting.Now + _remoting.Settings.QuarantineDuration!.Value)) return;
        _remoting.Events.Quarantined(Remote, uid, reason);
        if (uid != _uid) return;
        _isGivenUp = true;
        foreach (var session in new[] { _outbound, _inbound })
        {
            if (session is null) continue;
            session.Stop();
            Refuse(session.Connection);
            _remoting.Events.Disassociated(Remote, session.IsInbound);
        }
        _outbound = _inbound = null;
        DropUnacknowledged();
        Gate(new IOException($"The other system, with uid {uid}, is quarantined."), isInbound: false);
    }

    private bool IsQuarantined(int uid)
    {
        if (!_quarantined.TryGetValue(uid, out var until)) return false;
        if (_remoting.Now < until) return true;
        _quarantined.Remove(uid);
        return false;
    }

    private void Refuse(Connection connection)
    {
        FrameWriter.WriteControl(connection.Output, ControlCommand.DisassociateQuarantined);
        connection.HandOver(Deaf.Instance);
        connection.End();
        _remoting.Clock.ScheduleOnce(_remoting.Settings.HandshakeTimeout, () => connection.Close());
    }

    private void SignalIfDrained()
    {
        if (_drained is not null && ((_queue.IsEmpty && (Writer is null || Writer.Connection.Unsent == 0)) || (IsGated && Writer is null))) _drained.TrySetResult();
        if (_outbound is null && _inbound is null) _closed?.TrySetResult();
    }
}
