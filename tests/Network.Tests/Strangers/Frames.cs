using System.Buffers.Binary;
using System.Text;

namespace Coterie.Network.Tests.Strangers;

/// <summary>Frames of the wire protocol of Akka.Remote, put together by hand: protobuf messages behind a length.</summary>
internal static class Frames
{
    private const ulong NoSequence = ulong.MaxValue;

    /// <summary>The first frame of a connection: it names the caller.</summary>
    public static byte[] Associate(string system, string host, int port, uint uid) => Frame(Field(2,
    [
        .. Field(1, 1),
        .. Field(2, [.. Field(1, Address(system, host, port)), .. Fixed(2, uid)]),
    ]));

    /// <summary>A message to an actor, as some serializer's bytes.</summary>
    public static byte[] Message(string recipient, int serializer, string manifest, ReadOnlySpan<byte> body)
    {
        byte[] payload = [.. Field(1, body), .. Field(2, serializer), .. Field(3, Encoding.UTF8.GetBytes(manifest))];
        byte[] envelope =
            [.. Field(1, Field(1, Encoding.UTF8.GetBytes(recipient))), .. Field(2, payload), .. Fixed(5, NoSequence)];
        return Frame(Field(1, Field(2, envelope)));
    }

    /// <summary>Any bytes behind their length.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> body)
    {
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        body.CopyTo(frame.AsSpan(4));
        return frame;
    }

    private static byte[] Address(string system, string host, int port) =>
        [
            .. Field(1, Encoding.UTF8.GetBytes(system)), .. Field(2, Encoding.UTF8.GetBytes(host)), .. Field(3, port),
            .. Field(4, "tcp"u8),
        ];

    private static byte[] Field(int number, ReadOnlySpan<byte> bytes) =>
        [(byte)((number << 3) | 2), .. Number(bytes.Length), .. bytes];

    private static byte[] Field(int number, int value) => [(byte)(number << 3), .. Number(value)];

    private static byte[] Fixed(int number, ulong value)
    {
        var bytes = new byte[9];
        bytes[0] = (byte)((number << 3) | 1);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    // Seven bits a byte, the lowest first.
    private static byte[] Number(int value)
    {
        var bytes = new List<byte>();
        for (var left = (uint)value; ; left >>= 7)
        {
            if (left < 0x80)
                return [.. bytes, (byte)left];
            bytes.Add((byte)(left | 0x80));
        }
    }
}
