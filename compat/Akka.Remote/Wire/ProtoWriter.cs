using System.Buffers.Binary;

namespace Akka.Remote.Wire;

/// <summary>Writes protobuf fields in place, into a span that is known to be large enough.</summary>
internal ref struct ProtoWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    public int Written { get; private set; }

    /// <summary>The size of a varint.</summary>
    public static int SizeOf(ulong value) => value < 0x80 ? 1 : (64 - System.Numerics.BitOperations.LeadingZeroCount(value) + 6) / 7;

    /// <summary>The size of a field of that many bytes, with its tag and length.</summary>
    public static int SizeOfField(int bytes) => 1 + SizeOf((ulong)bytes) + bytes;

    public void Varint(uint tag, ulong value)
    {
        _target[Written++] = (byte)tag;
        Varint(value);
    }

    public void Fixed64(uint tag, ulong value)
    {
        _target[Written++] = (byte)tag;
        BinaryPrimitives.WriteUInt64LittleEndian(_target[Written..], value);
        Written += sizeof(ulong);
    }

    public void Bytes(uint tag, ReadOnlySpan<byte> bytes) => bytes.CopyTo(Bytes(tag, bytes.Length));

    /// <summary>A field of that many bytes, which the caller fills.</summary>
    public Span<byte> Bytes(uint tag, int length)
    {
        Open(tag, length);
        var bytes = _target.Slice(Written, length);
        Written += length;
        return bytes;
    }

    /// <summary>The beginning of a message of that many bytes: its fields come next.</summary>
    public void Open(uint tag, int length)
    {
        _target[Written++] = (byte)tag;
        Varint((ulong)length);
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _target[Written++] = (byte)(value | 0x80);
        _target[Written++] = (byte)value;
    }
}
