using Akka.Actor;

namespace Akka.Remote.Refs;

/// <summary>From paths to refs: one with this system's address comes home to the actor itself.</summary>
internal sealed class RefResolver(RemoteActorRefProvider provider, LocalActorRefProvider local)
{
    /// <summary>The ref of a path as text; dead letters for what is no path.</summary>
    public IInternalActorRef Resolve(string path) =>
        ActorPath.TryParse(path, out var actorPath) ? Resolve(actorPath) : (IInternalActorRef)local.DeadLetters;

    /// <summary>The ref of a path.</summary>
    public IInternalActorRef Resolve(ActorPath path)
    {
        var address = path.Address;
        if (address.HasLocalScope) return (IInternalActorRef)local.ResolveActorRef(path);
        if (provider.HasAddress(address)) return (IInternalActorRef)local.ResolveActorRef(AtHome(path));
        return address.Protocol == provider.DefaultAddress.Protocol && address.Port is > 0
            ? new RemoteActorRef(provider, path)
            : (IInternalActorRef)local.DeadLetters;
    }

    private ActorPath AtHome(ActorPath path)
    {
        var home = local.RootPath / path.Elements;
        return path.Uid == 0 ? home : home.WithUid(path.Uid);
    }
}
