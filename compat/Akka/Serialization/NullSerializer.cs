using Akka.Actor;

namespace Akka.Serialization;

/// <summary>Null as no bytes.</summary>
public class NullSerializer : Serializer
{
    /// <summary>Of one system.</summary>
    public NullSerializer(ExtendedActorSystem system) : base(system) { }

    /// <inheritdoc/>
    public override int Identifier => 0;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => [];

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type type) => null!;
}
