using Akka.Actor;

namespace Akka.Remote;

/// <summary>Tells the systems that have one address one after the other apart: a number drawn when a system starts.</summary>
public class AddressUid : IExtension
{
    /// <summary>The number; never 0.</summary>
    public readonly int Uid = Random.Shared.Next(1, int.MaxValue);
}

/// <summary>Makes the <see cref="AddressUid"/> of a system.</summary>
public class AddressUidExtension : ExtensionIdProvider<AddressUid>
{
    /// <summary>The number of a system.</summary>
    public static int Uid(ActorSystem system) => system.WithExtension<AddressUid, AddressUidExtension>().Uid;

    /// <inheritdoc/>
    public override AddressUid CreateExtension(ExtendedActorSystem system) => new();
}
