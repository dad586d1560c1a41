using Akka.Actor;

namespace Akka.Serialization;

/// <summary>
/// Turns messages into bytes and back. Instances serve all threads at once. A serializer is told apart from the others by its
/// <see cref="Identifier"/>, which travels with the bytes: it must be the same on every node, and never change.
/// </summary>
public abstract class Serializer
{
    /// <summary>The actor system that it serves.</summary>
    protected readonly ExtendedActorSystem system;

    private int? _configured;

    /// <summary>Of one system.</summary>
    protected Serializer(ExtendedActorSystem system) => this.system = system;

    /// <summary>
    /// Its number on the wire; 0 to 100 belong to the engine. Unless overridden, what <c>akka.actor.serialization-identifiers</c>
    /// says of its type.
    /// </summary>
    public virtual int Identifier =>
        _configured ??= SerializerIdentifierHelper.GetSerializerIdentifierFromConfig(GetType(), system);

    /// <summary>Whether the name of the message's type travels with the bytes.</summary>
    public abstract bool IncludeManifest { get; }

    /// <summary>The bytes of a message.</summary>
    public abstract byte[] ToBinary(object obj);

    /// <summary>The bytes of a message in which the refs of this system are written with <paramref name="address"/>.</summary>
    public byte[] ToBinaryWithAddress(Address address, object obj) =>
        Serialization.WithTransport(system, address, () => ToBinary(obj));

    /// <summary>The message; <paramref name="type"/> is null where no manifest came with the bytes.</summary>
    public abstract object FromBinary(byte[] bytes, Type type);

    /// <summary>The message of a type.</summary>
    public T FromBinary<T>(byte[] bytes) => (T)FromBinary(bytes, typeof(T));
}

/// <summary>A serializer that names its messages itself, so that a type may be moved or renamed.</summary>
public abstract class SerializerWithStringManifest : Serializer
{
    /// <summary>Of one system.</summary>
    protected SerializerWithStringManifest(ExtendedActorSystem system) : base(system) { }

    /// <summary>Always.</summary>
    public sealed override bool IncludeManifest => true;

    /// <summary>What tells this message from the others of the serializer: short, and never empty to mean two things.</summary>
    public abstract string Manifest(object o);

    /// <summary>The message of the bytes that came with that manifest.</summary>
    public abstract object FromBinary(byte[] bytes, string manifest);

    /// <summary>Reads with the name of the type as manifest.</summary>
    public sealed override object FromBinary(byte[] bytes, Type type) => FromBinary(bytes, TypeName.Of(type));
}
