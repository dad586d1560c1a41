using Akka.Actor;

namespace Akka.Serialization;

/// <summary>Where what is being serialized comes from: the system, and the address at which its receiver reaches it.</summary>
public sealed class Information : IEquatable<Information>
{
    /// <summary>Of one system, as seen from one transport.</summary>
    public Information(Address address, ActorSystem system)
    {
        Address = address;
        System = system;
    }

    /// <summary>The address of <see cref="System"/>.</summary>
    public Address Address { get; }

    /// <summary>The system.</summary>
    public ActorSystem System { get; }

    /// <summary>The same system at the same address.</summary>
    public static bool operator ==(Information? left, Information? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Another system or address.</summary>
    public static bool operator !=(Information? left, Information? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(Information? other) =>
        other is not null && ReferenceEquals(System, other.System) && Address.Equals(other.Address);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Information);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, System);
}
