using System.Buffers;
using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Wire;

/// <summary>What the recordings do not hold.</summary>
public sealed class FrameWriterTests
{
    private static readonly PreparedPayload Payload = new(17, "S"u8.ToArray(), "hello"u8.ToArray());

    [Fact]
    public void A_message_larger_than_the_largest_frame_is_not_written_and_one_as_large_is()
    {
        var measured = new ArrayBufferWriter<byte>();
        FrameWriter.TryWriteMessage(measured, "to"u8, "from"u8, Payload, EnvelopeView.NoSeq, null, int.MaxValue);
        var body = measured.WrittenCount - sizeof(int);

        var output = new ArrayBufferWriter<byte>();
        Assert.False(FrameWriter.TryWriteMessage(output, "to"u8, "from"u8, Payload, EnvelopeView.NoSeq, null, body - 1));
        Assert.Equal(0, output.WrittenCount);
        Assert.True(FrameWriter.TryWriteMessage(output, "to"u8, "from"u8, Payload, EnvelopeView.NoSeq, null, body));
        Assert.Equal(measured.WrittenCount, output.WrittenCount);
    }

    [Fact]
    public void Frames_stand_one_after_the_other_while_the_buffer_grows()
    {
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < 1000; i++)
            Assert.True(FrameWriter.TryWriteMessage(output, "to"u8, default, Payload, (ulong)i, new Ack((ulong)i), int.MaxValue));

        var rest = output.WrittenSpan;
        for (var i = 0; i < 1000; i++)
        {
            var length = BitConverter.ToInt32(rest);
            var content = AckAndEnvelope.Read(Frame.Read(rest.Slice(sizeof(int), length)).Payload);
            Assert.Equal((ulong)i, content.Envelope.Seq);
            Assert.Equal((ulong)i, content.Ack.Cumulative);
            rest = rest[(sizeof(int) + length)..];
        }
        Assert.True(rest.IsEmpty);
    }

    [Fact]
    public void An_acknowledgement_lists_what_is_missing()
    {
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.WriteAck(output, new Ack(9, [3, 7]));

        var content = AckAndEnvelope.Read(Frame.Read(output.WrittenSpan[sizeof(int)..]).Payload);
        Assert.Equal(9UL, content.Ack.Cumulative);
        Assert.Equal([3UL, 7UL], content.Ack.Nacks());
    }

    [Fact]
    public void The_address_of_a_handshake_may_be_of_IPv6()
    {
        var address = Address.Parse("akka.tcp://coterie@[::1]:4053");
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.WriteAssociate(output, address, uint.MaxValue);

        var frame = Frame.Read(output.WrittenSpan[sizeof(int)..]);
        Assert.Equal(address, frame.Handshake.ToAddress());
        Assert.Equal(uint.MaxValue, frame.Handshake.Uid);
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(int.MaxValue)]
    public void An_identifier_of_any_size_comes_back(int id)
    {
        var written = new PreparedPayload(id, [], [1]).ToArray();

        Assert.Equal(id, PayloadView.Read(written).SerializerId);
    }
}
