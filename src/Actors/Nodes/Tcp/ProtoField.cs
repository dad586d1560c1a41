
namespace Coterie.Actors.Nodes.Tcp;

/// <summary>Finds a field in a message of protocol buffers without copying anything.</summary>
internal static class ProtoField
{
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    /// <summary>The bytes of a field that has a length; empty if the message has none, or is not well-formed.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> message, int field)
    {
        while (TryRead(ref message, out var tag))
        {
            switch ((int)(tag & 7))
            {
                case 0 when TryRead(ref message, out _): break;
                case Fixed64 when message.Length >= sizeof(ulong): message = message[sizeof(ulong)..]; break;
                case Fixed32 when message.Length >= sizeof(uint): message = message[sizeof(uint)..]; break;
                case LengthDelimited when TryRead(ref message, out var length) && length <= (ulong)message.Length:
                    if (tag >> 3 == (ulong)field)
                        return message[..(int)length];
                    message = message[(int)length..];
                    break;
                default: return [];
            }
        }
        return [];
    }

    private static bool TryRead(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }
        return false;
    }
}
