using Akka.Actor;

namespace Akka.Serialization;

/// <summary>Bytes as they are. What is read is an array of its own.</summary>
public class ByteArraySerializer : Serializer
{
    /// <summary>Of one system.</summary>
    public ByteArraySerializer(ExtendedActorSystem system) : base(system) { }

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => obj switch
    {
        null => null!,
        byte[] bytes => bytes,
        _ => throw new NotSupportedException($"ByteArraySerializer's message must be an array of bytes, was [{obj.GetType()}]."),
    };

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type) => bytes;
}
