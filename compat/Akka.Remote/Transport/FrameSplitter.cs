using System.Buffers;
using System.Buffers.Binary;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

/// <summary>Cuts what has been received into frames: 4 bytes of length, least significant first, and that many bytes.</summary>
internal static class FrameSplitter
{
    private const int LengthSize = sizeof(int);

    /// <summary>Takes the first frame's body off <paramref name="received"/>. False: it is not all there yet.</summary>
    /// <exception cref="WireFormatException">The frame is longer than allowed. What it claims is never allocated.</exception>
    public static bool TryTake(ref ReadOnlySequence<byte> received, int longest, out ReadOnlySequence<byte> body)
    {
        body = default;
        if (received.Length < LengthSize) return false;
        var length = Length(received);
        if (length > (uint)longest) WireFormatException.Throw($"Frame must be no longer than {longest} bytes, was [{length}].");
        if (received.Length < LengthSize + length) return false;
        body = received.Slice(LengthSize, length);
        received = received.Slice(body.End);
        return true;
    }

    private static uint Length(in ReadOnlySequence<byte> received)
    {
        if (received.FirstSpan.Length >= LengthSize) return BinaryPrimitives.ReadUInt32LittleEndian(received.FirstSpan);
        Span<byte> length = stackalloc byte[LengthSize];
        received.Slice(0, LengthSize).CopyTo(length);
        return BinaryPrimitives.ReadUInt32LittleEndian(length);
    }
}
