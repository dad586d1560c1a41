using System.Text;

namespace Akka.Remote.Wire;

/// <summary>A ref on the wire: its path with address and uid.</summary>
internal static class RefData
{
    /// <exception cref="WireFormatException">The bytes are no ref.</exception>
    public static ReadOnlySpan<byte> Path(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> path = default;
        var reader = new ProtoReader(data);
        while (reader.Next())
        {
            if (reader.Tag == WireTag.Bytes1) path = reader.Bytes();
            else reader.Skip();
        }
        return path;
    }

    public static byte[] Of(string path) => new ProtoBuilder().Bytes(WireTag.Bytes1, Encoding.UTF8.GetBytes(path)).ToArray();
}
