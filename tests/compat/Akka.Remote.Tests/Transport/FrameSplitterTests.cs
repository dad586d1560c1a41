using System.Buffers;
using Akka.Remote.Transport;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Transport;

/// <summary>Frames in what was received, however it was cut on its way.</summary>
public sealed class FrameSplitterTests
{
    private const int Longest = 100;

    [Fact]
    public void Frames_are_taken_one_by_one_and_the_rest_is_left()
    {
        var received = new ReadOnlySequence<byte>([1, 0, 0, 0, 7, 2, 0, 0, 0, 8, 9, 5, 0]);

        Assert.Equal(new byte[] { 7 }, Take(ref received)!);
        Assert.Equal(new byte[] { 8, 9 }, Take(ref received)!);
        Assert.Null(Take(ref received));
        Assert.Equal([5, 0], received.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void A_frame_may_be_cut_anywhere(int cut)
    {
        byte[] bytes = [3, 0, 0, 0, 7, 8, 9];
        var first = new Piece(bytes.AsMemory(0, cut), null);
        var last = new Piece(bytes.AsMemory(cut), first);
        var received = new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);

        Assert.Equal(new byte[] { 7, 8, 9 }, Take(ref received)!);
        Assert.True(received.IsEmpty);
    }

    [Fact]
    public void An_empty_frame_is_a_frame()
    {
        var received = new ReadOnlySequence<byte>([0, 0, 0, 0]);

        Assert.Empty(Take(ref received)!);
    }

    [Theory]
    [InlineData(new byte[] { 101, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 127 })]
    [InlineData(new byte[] { 255, 255, 255, 255 })]
    public void A_length_beyond_the_limit_is_refused_before_anything_of_the_frame_has_come(byte[] length) =>
        Assert.Throws<WireFormatException>(() =>
        {
            var received = new ReadOnlySequence<byte>(length);
            Take(ref received);
        });

    private static byte[]? Take(ref ReadOnlySequence<byte> received) =>
        FrameSplitter.TryTake(ref received, Longest, out var body) ? body.ToArray() : null;

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is null) return;
            RunningIndex = before.Memory.Length;
            before.Next = this;
        }
    }
}
