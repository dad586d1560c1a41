using System.Runtime.Serialization;
using Akka.Actor;

namespace Coterie.Actors.Wire;

/// <summary>Actor references on the wire: paths with the address by which the receiver reaches them.</summary>
internal static class Refs
{
    public static string Path(IActorRef actor) => Akka.Serialization.Serialization.SerializedActorPath(actor);

    /// <exception cref="SerializationException">It is not the path of an actor.</exception>
    public static IActorRef Resolve(string path, ExtendedActorSystem system)
    {
        try
        {
            if (ActorPath.TryParse(path, out _))
                return system.Provider.ResolveActorRef(path);
        }
        catch (Exception failure)
        {
            // TryParse throws on some texts, such as a path with # and no number after it.
            throw Wrong(path, failure);
        }
        throw Wrong(path, null);
    }

    private static SerializationException Wrong(string path, Exception? cause) =>
        new($"A reference must be the path of an actor, was [{path}].", cause);
}
