using System.Buffers;
using System.Text;
using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Wire;

/// <summary>The codec against what the original sent.</summary>
public sealed class RecordedFrameTests
{
    private const string Echo = "akka.tcp://dsm@127.0.0.1:4054/user/echo#2021333545";

    public static TheoryData<string> Names => [.. Recording.Frames.Select(frame => frame.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_recorded_frame_is_written_again_to_the_same_bytes(string name)
    {
        var body = Recording.Frames.Single(frame => frame.Name == name).Body;

        var output = new ArrayBufferWriter<byte>();
        WriteAgain(output, body);

        Assert.Equal(BitConverter.GetBytes(body.Length).Concat(body), output.WrittenSpan.ToArray());
    }

    [Fact]
    public void The_handshake_says_address_and_uid()
    {
        var frame = Frame.Read(Recording.Frame("conversation", 2));

        Assert.Equal(ControlCommand.Associate, frame.Command);
        Assert.Equal(Address.Parse("akka.tcp://client@127.0.0.1:4063"), frame.Handshake.ToAddress());
        Assert.Equal(0x1c5d1130UL, frame.Handshake.Uid);
    }

    [Fact]
    public void A_string_has_receiver_sender_and_no_number()
    {
        var content = AckAndEnvelope.Read(Frame.Read(Recording.Frame("conversation", 7)).Payload);

        Assert.False(content.HasAck);
        Assert.Equal(Echo, Text(content.Envelope.Recipient));
        Assert.Equal("akka.tcp://client@127.0.0.1:4063/temp/e", Text(content.Envelope.Sender));
        Assert.Equal(EnvelopeView.NoSeq, content.Envelope.Seq);
        Assert.Equal(17, content.Envelope.Payload.SerializerId);
        Assert.Equal("System.String, System.Private.CoreLib", Text(content.Envelope.Payload.Manifest));
        Assert.Equal("hi", Text(content.Envelope.Payload.Bytes));
    }

    [Fact]
    public void The_first_system_message_has_the_number_0_and_no_sender()
    {
        var content = AckAndEnvelope.Read(Frame.Read(Recording.Frame("conversation", 25)).Payload);

        Assert.Equal(0UL, content.Envelope.Seq);
        Assert.True(content.Envelope.Sender.IsEmpty);
        Assert.Equal("Akka.Dispatch.SysMsg.Watch, Akka", Text(content.Envelope.Payload.Manifest));
    }

    [Fact]
    public void An_acknowledgement_of_number_0_is_empty()
    {
        var content = AckAndEnvelope.Read(Frame.Read(Recording.Frame("conversation", 26)).Payload);

        Assert.True(content.HasAck);
        Assert.False(content.HasEnvelope);
        Assert.Equal(0UL, content.Ack.Cumulative);
        Assert.Empty(content.Ack.Nacks());
    }

    [Fact]
    public void An_acknowledgement_travels_with_a_message()
    {
        var content = AckAndEnvelope.Read(Frame.Read(Recording.Frame("conversation", 42)).Payload);

        Assert.True(content.HasAck);
        Assert.Equal(6, content.Envelope.Payload.SerializerId);
    }

    private static void WriteAgain(ArrayBufferWriter<byte> output, byte[] body)
    {
        var frame = Frame.Read(body);
        switch (frame.Command)
        {
            case ControlCommand.Associate:
                FrameWriter.WriteAssociate(output, frame.Handshake.ToAddress(), frame.Handshake.Uid);
                return;
            case not ControlCommand.None:
                FrameWriter.WriteControl(output, frame.Command);
                return;
        }
        var content = AckAndEnvelope.Read(frame.Payload);
        Ack? ack = content.HasAck ? new Ack(content.Ack.Cumulative, content.Ack.Nacks()) : null;
        if (!content.HasEnvelope)
        {
            FrameWriter.WriteAck(output, ack!.Value);
            return;
        }
        var envelope = content.Envelope;
        var payload = new PreparedPayload(
            envelope.Payload.SerializerId, envelope.Payload.Manifest.ToArray(), envelope.Payload.Bytes.ToArray());
        Assert.True(FrameWriter.TryWriteMessage(output, envelope.Recipient, envelope.Sender, payload, envelope.Seq, ack, body.Length));
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
