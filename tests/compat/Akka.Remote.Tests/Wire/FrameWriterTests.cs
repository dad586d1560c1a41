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
        using var measured = new OutputBuffer();
        FrameWriter.TryWriteMessage(measured, "to"u8, "from"u8, Payload, EnvelopeView.NoSeq, null, int.MaxValue);
        var body = measured.Length - sizeof(int);

        using var output = new OutputBuffer();
        Assert.False(FrameWriter.TryWriteMessage(output, "to"u8, "from"u8, Payload, EnvelopeView.NoSeq, null, body - 1));
        Assert.Equal(0, output.Length);
        Assert.True(FrameWriter.TryWriteMessage(output, "to"u8, "from"u8, Payload, EnvelopeView.NoSeq, null, body));
        Assert.Equal(measured.Length, output.Length);
    }

    [Fact]
    public void Frames_stand_one_after_the_other_while_the_buffer_grows()
    {
        using var output = new OutputBuffer();
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
        using var output = new OutputBuffer();
        FrameWriter.WriteAck(output, new Ack(9, [3, 7]));

        var content = AckAndEnvelope.Read(Frame.Read(output.WrittenSpan[sizeof(int)..]).Payload);
        Assert.Equal(9UL, content.Ack.Cumulative);
        Assert.Equal([3UL, 7UL], content.Ack.Nacks());
    }

    [Fact]
    public void The_address_of_a_handshake_may_be_of_IPv6()
    {
        var address = Address.Parse("akka.tcp://coterie@[::1]:4053");
        using var output = new OutputBuffer();
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

    [Fact]
    public void A_buffer_takes_back_what_was_written_last()
    {
        using var output = new OutputBuffer();
        FrameWriter.WriteControl(output, ControlCommand.Heartbeat);
        var kept = output.WrittenSpan.ToArray();
        FrameWriter.WriteControl(output, ControlCommand.Disassociate);

        output.Truncate(kept.Length);

        Assert.Equal(kept, output.WrittenSpan.ToArray());
    }
}
