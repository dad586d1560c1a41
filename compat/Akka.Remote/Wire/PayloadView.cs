namespace Akka.Remote.Wire;

/// <summary>A serialized message, in place.</summary>
internal readonly ref struct PayloadView
{
    public PayloadView(ReadOnlySpan<byte> bytes, int serializerId, ReadOnlySpan<byte> manifest)
    {
        Bytes = bytes;
        SerializerId = serializerId;
        Manifest = manifest;
    }

    /// <summary>What the serializer wrote.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Which serializer.</summary>
    public int SerializerId { get; }

    /// <summary>The serializer's word for what it wrote, in UTF-8; empty where it has none.</summary>
    public ReadOnlySpan<byte> Manifest { get; }

    /// <exception cref="WireFormatException">The bytes are no payload.</exception>
    public static PayloadView Read(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> bytes = default, manifest = default;
        var serializer = 0;
        var reader = new ProtoReader(payload);
        while (reader.Next())
        {
            switch (reader.Tag)
            {
                case WireTag.Bytes1: bytes = reader.Bytes(); break;
                case WireTag.Varint2: serializer = (int)reader.Varint(); break;
                case WireTag.Bytes3: manifest = reader.Bytes(); break;
                default: reader.Skip(); break;
            }
        }
        return new PayloadView(bytes, serializer, manifest);
    }
}
