using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote.Refs;
using Akka.Remote.Wire;

namespace Akka.Remote.Associations;

// From the queue into frames. All under the lock.
internal sealed partial class Association
{
    private const int OnePiece = 64 * 1024;    // bytes that are written before they go
    private const int MostUnsent = 512 * 1024; // bytes that the operating system has not taken; the rest stays in the queue
    private const int LongestPath = 1024;

    /// <summary>Lets messages go that had to wait until the operating system took what was before them.</summary>
    public void OnWritable() => Schedule();

    /// <summary>Says that this side is there.</summary>
    public void SendHeartbeat(Session session)
    {
        lock (_gate)
        {
            if (!IsCurrent(session) || _ended) return;
            FrameWriter.WriteControl(session.Connection.Output, ControlCommand.Heartbeat);
            session.Connection.Flush();
        }
    }

    // False: there is no more to be done until something happens that schedules it again.
    private bool SendWhatWaits()
    {
        if (IsRetired)
        {
            MoveToSuccessor();
            return false;
        }
        if (IsGated || _ended)
        {
            DropWhatWaits();
            return true;
        }
        if (Writer is not { } writer)
        {
            if (!_queue.IsEmpty || _unacknowledged.Count > 0) Open();
            else RetireIfForgettable();
            return false;
        }
        _overflows = 0;
        while (!_queue.IsEmpty && writer.Connection.Unsent < MostUnsent)
        {
            WriteOnePiece(writer);
            writer.Connection.Flush();
        }
        SignalIfDrained();
        return writer.Connection.Unsent < MostUnsent;
    }

    private void WriteOnePiece(Session writer)
    {
        var outer = Akka.Serialization.Serialization.Transport;
        Akka.Serialization.Serialization.Transport = _remoting.Information;
        try
        {
            var full = writer.Connection.Unsent + OnePiece;
            while (writer.Connection.Unsent < full && _queue.TryDequeue(out var message))
            {
                Interlocked.Decrement(ref _waiting);
                if (message.Message is SystemMessage) WriteReliably(writer, message);
                else Write(writer, message, EnvelopeView.NoSeq);
            }
        }
        finally
        {
            Akka.Serialization.Serialization.Transport = outer;
        }
    }

    private void Write(Session writer, in Outgoing message, ulong seq)
    {
        try
        {
            Span<byte> room = stackalloc byte[LongestPath];
            var payload = _remoting.Codec.Prepare(message.Message);
            var sender = _remoting.Paths.OfSender(message.Sender, room);
            if (!FrameWriter.TryWriteMessage(
                writer.Connection.Output, message.Recipient.WirePath, sender, payload, seq, DueAcknowledgement, _remoting.Settings.Tcp.LongestFrame))
            {
                _remoting.Log.Error("Message [{0}] to [{1}] must fit in a frame of {2} bytes (akka.remote.dot-netty.tcp.maximum-frame-size), was [{3}] bytes long. It is dropped.",
                    message.Message.GetType(), message.Recipient, _remoting.Settings.Tcp.LongestFrame, payload.Size);
                return;
            }
            AcknowledgementIsWritten();
            if (_remoting.Settings.LogSend) _remoting.Log.Debug($"Sent [{message.Message}] to [{message.Recipient}] from [{message.Sender}]");
        }
        catch (Exception failure)
        {
            _remoting.Log.Error(failure, "Message [{0}] to [{1}] cannot be sent and is dropped: {2}", message.Message.GetType(), message.Recipient, failure.Message);
        }
    }

    // System messages wait for the next connection, the others are lost.
    private void DropWhatWaits()
    {
        while (_queue.TryDequeue(out var message))
        {
            Interlocked.Decrement(ref _waiting);
            if (message.Message is SystemMessage && !_ended) KeepForLater(message);
            else _remoting.DeadLetter(message);
        }
        SignalIfDrained();
    }
}
