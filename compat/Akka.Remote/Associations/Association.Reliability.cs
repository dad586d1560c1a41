using Akka.Actor;
using Akka.Event;
using Akka.Remote.Inbound;
using Akka.Remote.Wire;

namespace Akka.Remote.Associations;

// System messages: numbered, acknowledged, sent again, delivered in order. All under the lock but what sessions and timers call.
internal sealed partial class Association
{
    private const int MostEarly = 1000; // that came before one that is missing

    private readonly ReliableSender _unacknowledged;
    private ReliableReceiver<SystemDelivery> _received = new(MostEarly);
    private TimeSpan _waitsSince;
    private bool _acknowledgementIsDue;
    private bool _resendIsScheduled;

    private Ack? DueAcknowledgement => _acknowledgementIsDue ? _received.Acknowledgement : null;

    /// <summary>The peer says what has arrived.</summary>
    /// <exception cref="WireFormatException">That cannot be.</exception>
    public void OnAcknowledged(Session by, AckView ack)
    {
        lock (_gate)
        {
            if (!IsCurrent(by)) return;
            _waitsSince = _remoting.Now;
            var missing = _unacknowledged.Acknowledge(ack.Cumulative, ack.Nacks());
            if (missing.Count > 0) SendAgain(missing);
        }
    }

    /// <summary>A system message has come; the result is what is due now, in order.</summary>
    public List<SystemDelivery> OnSystemMessage(Session by, ulong seq, SystemDelivery message)
    {
        lock (_gate)
        {
            if (!IsCurrent(by)) return [];
            var due = _received.Receive(seq, message);
            if (_acknowledgementIsDue) return due;
            _acknowledgementIsDue = true;
            _remoting.Clock.ScheduleOnce(_remoting.Settings.SysMsgAckTimeout, AcknowledgeAlone);
            return due;
        }
    }

    private void AcknowledgementIsWritten() => _acknowledgementIsDue = false;

    private void AcknowledgeAlone()
    {
        lock (_gate)
        {
            if (DueAcknowledgement is not { } ack || _ended) return;
            AcknowledgementIsWritten();
            if (Writer is { } writer)
            {
                FrameWriter.WriteAck(writer.Connection.Output, ack);
                writer.Connection.Flush();
            }
            else if (!IsGated)
            {
                Open(); // the peer will send again what is not acknowledged
            }
        }
    }

    private void WriteReliably(Session writer, in Outgoing message)
    {
        if (KeepForLater(message) is { } seq) Write(writer, message, seq);
    }

    // Null: the peer is given up, or is now, as there is no room.
    private ulong? KeepForLater(in Outgoing message)
    {
        if (_isGivenUp) return null;
        if (_unacknowledged.IsFull)
        {
            GiveUp($"{_unacknowledged.Count} system messages are not acknowledged");
            _remoting.DeadLetter(message);
            return null;
        }
        if (_unacknowledged.Count == 0) _waitsSince = _remoting.Now;
        ScheduleResend();
        return _unacknowledged.Add(message);
    }

    private void ScheduleResend()
    {
        if (_resendIsScheduled) return;
        _resendIsScheduled = true;
        _remoting.Clock.ScheduleOnce(_remoting.Settings.SysResendTimeout, Resend);
    }

    private void Resend()
    {
        lock (_gate)
        {
            _resendIsScheduled = false;
            if (_unacknowledged.Count == 0 || _ended) return;
            if (_remoting.Now - _waitsSince > _remoting.Settings.InitialSysMsgDeliveryTimeout)
            {
                GiveUp($"system messages were not acknowledged for {_remoting.Settings.InitialSysMsgDeliveryTimeout}");
                return;
            }
            if (Writer is not null) SendAgain(_unacknowledged.Oldest(_remoting.Settings.SysResendLimit));
            else if (!IsGated) Open();
            ScheduleResend();
        }
    }

    private void SendAgain(List<(ulong Seq, Outgoing Message)> messages)
    {
        if (Writer is not { } writer) return;
        var outer = Akka.Serialization.Serialization.Transport;
        Akka.Serialization.Serialization.Transport = _remoting.Information;
        foreach (var (seq, message) in messages) Write(writer, message, seq);
        Akka.Serialization.Serialization.Transport = outer;
        writer.Connection.Flush();
    }

    // Without an uid there is nobody to quarantine: what waits for whoever was to answer there is dropped.
    private void GiveUp(string reason)
    {
        if (_uid is { } uid)
        {
            QuarantineUnderLock(uid, reason);
        }
        else
        {
            _remoting.Log.Warning("System messages to [{0}] are dropped, as no system of that address has been met: {1}.", Remote, reason);
            DropUnacknowledged();
        }
    }

    private void DropUnacknowledged()
    {
        foreach (var message in _unacknowledged.Reset()) _remoting.DeadLetter(message);
        _received = new ReliableReceiver<SystemDelivery>(MostEarly);
        _acknowledgementIsDue = false;
    }
}
