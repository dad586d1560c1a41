using Akka.Actor;
using Akka.Remote.Inbound;
using Akka.Remote.Transport;
using Akka.Remote.Wire;

namespace Akka.Remote.Associations;

/// <summary>One connection after its handshake: takes what comes, says now and then that this side is there, and ends when the other has not for too long.</summary>
internal sealed class Session : IConnectionHandler
{
    private readonly Association _association;
    private readonly Remoting _remoting;
    private readonly InboundMessages _messages;
    private readonly DeadlineFailureDetector _detector;
    private ICancelable? _ticks;
    private long _receivedBefore = -1;

    public Session(Association association, Remoting remoting, Connection connection, int uid, bool isInbound)
    {
        _association = association;
        _remoting = remoting;
        _messages = new InboundMessages(remoting, association);
        _detector = remoting.NewTransportFailureDetector();
        Connection = connection;
        Uid = uid;
        IsInbound = isInbound;
    }

    public Connection Connection { get; }

    /// <summary>The other side's incarnation.</summary>
    public int Uid { get; }

    /// <summary>Whether the other side opened the connection.</summary>
    public bool IsInbound { get; }

    /// <summary>Takes over the connection.</summary>
    public void Start()
    {
        var interval = _remoting.Settings.TransportHeartbeatInterval;
        Connection.HandOver(this);
        _detector.HeartBeat();
        _ticks = _remoting.Clock.ScheduleRepeatedlyCancelable(interval, interval, Tick);
    }

    public void OnFrame(ReadOnlySpan<byte> body)
    {
        var frame = Frame.Read(body);
        switch (frame.Command)
        {
            case ControlCommand.None:
                OnPayload(AckAndEnvelope.Read(frame.Payload));
                break;
            case ControlCommand.Heartbeat:
                break;
            case ControlCommand.Associate:
                WireFormatException.Throw("Handshake must come once, came again.");
                break;
            default:
                _association.OnFarewell(this, frame.Command);
                break;
        }
    }

    public void OnWritable() => _association.OnWritable();

    public void OnClosed(Exception? reason)
    {
        Stop();
        _association.OnClosed(this, reason);
    }

    /// <summary>Says no more that this side is there.</summary>
    public void Stop() => _ticks?.Cancel();

    private void OnPayload(in AckAndEnvelope content)
    {
        if (content.HasAck) _association.OnAcknowledged(this, content.Ack);
        if (!content.HasEnvelope) return;
        var envelope = content.Envelope;
        if (envelope.Seq == EnvelopeView.NoSeq)
        {
            _messages.Deliver(envelope);
            return;
        }
        foreach (var due in _association.OnSystemMessage(this, envelope.Seq, _messages.ReadSystem(envelope)))
            InboundMessages.Deliver(due);
    }

    private void Tick()
    {
        var received = Connection.Received;
        if (received != _receivedBefore) _detector.HeartBeat();
        _receivedBefore = received;
        if (_detector.IsAvailable) _association.SendHeartbeat(this);
        else Connection.Close(new TimeoutException("The other system must be heard of now and then (akka.remote.transport-failure-detector), was silent for too long."));
    }
}
