using System.Buffers;
using System.Buffers.Binary;
using Akka.Actor;
using Akka.Remote.Serialization;

namespace Akka.Remote.Wire;

/// <summary>Writes whole frames, each with the 4 bytes of its length in front, straight into the output.</summary>
internal static class FrameWriter
{
    private const int LengthSize = sizeof(int);

    /// <summary>The handshake: who this system is.</summary>
    public static void WriteAssociate(IBufferWriter<byte> output, Address self, ulong uid)
    {
        var origin = new ProtoBuilder()
            .Text(WireTag.Bytes1, self.System)
            .Text(WireTag.Bytes2, self.Host)
            .Varint(WireTag.Varint3, (ulong)self.Port!.Value)
            .Text(WireTag.Bytes4, self.Protocol["akka.".Length..]);
        var handshake = new ProtoBuilder().Message(WireTag.Bytes1, origin.ToArray()).Fixed64(WireTag.Fixed2, uid);
        WriteInstruction(output, Command(ControlCommand.Associate).Message(WireTag.Bytes2, handshake.ToArray()));
    }

    /// <summary>A command that says nothing besides.</summary>
    public static void WriteControl(IBufferWriter<byte> output, ControlCommand command) => WriteInstruction(output, Command(command));

    /// <summary>An acknowledgement without a message.</summary>
    public static void WriteAck(IBufferWriter<byte> output, Ack ack)
    {
        var content = ProtoWriter.SizeOfField(ack.Size);
        var writer = Begin(output, ProtoWriter.SizeOfField(content), out var frame);
        writer.Open(WireTag.Bytes1, content);
        ack.Write(ref writer);
        output.Advance(frame);
    }

    /// <summary>A message. False: the frame would be larger than <paramref name="maximumFrameSize"/>, and nothing is written.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="recipient">The receiver's path with address and uid, in UTF-8.</param>
    /// <param name="sender">The sender's; empty for none.</param>
    /// <param name="payload">The message.</param>
    /// <param name="seq">Its number, or <see cref="EnvelopeView.NoSeq"/>.</param>
    /// <param name="ack">What to acknowledge besides.</param>
    /// <param name="maximumFrameSize">The largest body that the receiver takes, in bytes.</param>
    public static bool TryWriteMessage(
        IBufferWriter<byte> output, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> sender, in PreparedPayload payload, ulong seq, Ack? ack, int maximumFrameSize)
    {
        var recipientRef = ProtoWriter.SizeOfField(recipient.Length);
        var senderRef = sender.IsEmpty ? 0 : ProtoWriter.SizeOfField(sender.Length);
        var envelope = ProtoWriter.SizeOfField(recipientRef) + ProtoWriter.SizeOfField(payload.Size)
            + (senderRef == 0 ? 0 : ProtoWriter.SizeOfField(senderRef)) + (seq == 0 ? 0 : 1 + sizeof(ulong));
        var content = ProtoWriter.SizeOfField(envelope) + (ack is { } counted ? ProtoWriter.SizeOfField(counted.Size) : 0);
        var body = ProtoWriter.SizeOfField(content);
        if (body > maximumFrameSize) return false;

        var writer = Begin(output, body, out var frame);
        writer.Open(WireTag.Bytes1, content);
        if (ack is { } written) written.Write(ref writer);
        writer.Open(WireTag.Bytes2, envelope);
        writer.Open(WireTag.Bytes1, recipientRef);
        writer.Bytes(WireTag.Bytes1, recipient);
        writer.Open(WireTag.Bytes2, payload.Size);
        payload.Write(ref writer);
        if (senderRef != 0)
        {
            writer.Open(WireTag.Bytes4, senderRef);
            writer.Bytes(WireTag.Bytes1, sender);
        }
        if (seq != 0) writer.Fixed64(WireTag.Fixed5, seq);
        output.Advance(frame);
        return true;
    }

    private static ProtoBuilder Command(ControlCommand command) => new ProtoBuilder().Varint(WireTag.Varint1, (ulong)command);

    private static void WriteInstruction(IBufferWriter<byte> output, ProtoBuilder instruction)
    {
        var bytes = instruction.ToArray();
        var writer = Begin(output, ProtoWriter.SizeOfField(bytes.Length), out var frame);
        writer.Bytes(WireTag.Bytes2, bytes);
        output.Advance(frame);
    }

    private static ProtoWriter Begin(IBufferWriter<byte> output, int body, out int frame)
    {
        frame = LengthSize + body;
        var span = output.GetSpan(frame);
        BinaryPrimitives.WriteInt32LittleEndian(span, body);
        return new ProtoWriter(span[LengthSize..]);
    }
}
