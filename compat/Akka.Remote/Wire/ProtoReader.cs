using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Akka.Remote.Wire;

/// <summary>
/// Reads the fields of one protobuf message in place, in the order in which they come. A length is believed only where that many
/// bytes are there, so bytes from strangers cost no more memory than they have themselves.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The field that is next to be read or skipped; see <see cref="WireTag"/>.</summary>
    public uint Tag { get; private set; }

    /// <summary>Goes to the next field. False: there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        var first = _rest[0];
        if (first is < 8 or >= 0x80) return NextLong();
        Tag = first;
        _rest = _rest[1..];
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Varint()
    {
        if (_rest.IsEmpty || _rest[0] >= 0x80) return LongVarint();
        var small = _rest[0];
        _rest = _rest[1..];
        return small;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Fixed64()
    {
        if (_rest.Length < sizeof(ulong)) Truncated();
        var value = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
        _rest = _rest[sizeof(ulong)..];
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes()
    {
        var length = Varint();
        if (length > (ulong)_rest.Length) Truncated();
        var bytes = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return bytes;
    }

    public string Text() => TextOf(Bytes());

    /// <summary>A field that the reader does not know.</summary>
    public void Skip()
    {
        switch (Tag & 7)
        {
            case WireTag.VarintKind: Varint(); break;
            case WireTag.Fixed64Kind: Fixed64(); break;
            case WireTag.BytesKind: Bytes(); break;
            case WireTag.Fixed32Kind:
                if (_rest.Length < sizeof(uint)) Truncated();
                _rest = _rest[sizeof(uint)..];
                break;
            default:
                WireFormatException.Throw($"Kind of a field must be 0, 1, 2 or 5, was [{Tag & 7}].");
                break;
        }
    }

    public static string TextOf(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes)) WireFormatException.Throw("Text must be UTF-8, was not.");
        return Encoding.UTF8.GetString(bytes);
    }

    private bool NextLong()
    {
        var tag = LongVarint();
        if (tag is < 8 or > uint.MaxValue) WireFormatException.Throw($"Field number must be from 1 to 536870911, was [{tag >> 3}].");
        Tag = (uint)tag;
        return true;
    }

    private ulong LongVarint()
    {
        if (_rest.Length >= 2 && _rest[0] >= 0x80 && _rest[1] < 0x80)
        {
            var length = (ulong)((_rest[0] & 0x7f) | (_rest[1] << 7)); // of most frames
            _rest = _rest[2..];
            return length;
        }
        ulong value = 0;
        for (var i = 0; i < 10; i++)
        {
            if (i >= _rest.Length) Truncated();
            value |= (ulong)(_rest[i] & 0x7f) << (7 * i);
            if (_rest[i] >= 0x80) continue;
            _rest = _rest[(i + 1)..];
            return value;
        }
        WireFormatException.Throw("Varint must be of at most 10 bytes, was longer.");
        return 0;
    }

    private static void Truncated() => WireFormatException.Throw("Field must end inside its message, did not.");
}
