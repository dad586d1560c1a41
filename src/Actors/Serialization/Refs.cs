using System.Runtime.Serialization;
using Akka.Actor;

namespace Coterie.Serialization;

/// <summary>Actor references on the wire: paths with the address by which the receiver reaches them.</summary>
internal static class Refs
{
    public static string Path(IActorRef actor) => Akka.Serialization.Serialization.SerializedActorPath(actor);

    /// <exception cref="SerializationException">It is no path of an actor.</exception>
    public static IActorRef Resolve(string path, ExtendedActorSystem system) => ActorPath.TryParse(path, out _)
        ? system.Provider.ResolveActorRef(path)
        : throw new SerializationException($"A reference must be the path of an actor, was [{path}].");
}
