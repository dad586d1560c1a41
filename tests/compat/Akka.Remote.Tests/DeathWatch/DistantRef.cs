using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Remote.Tests.DeathWatch;

/// <summary>Stands for an actor, here or on another node, and tells a test each system message that it gets.</summary>
internal sealed class DistantRef(string path, IActorRefProvider provider, IActorRef test) : MinimalActorRef
{
    public override ActorPath Path { get; } = ActorPath.Parse(path);

    public override IActorRefProvider Provider => provider;

    public override void SendSystemMessage(ISystemMessage message) => test.Tell(message switch
    {
        Watch watch => new GotWatch(this, watch.Watcher),
        Unwatch unwatch => new GotUnwatch(this, unwatch.Watcher),
        DeathWatchNotification death => new GotDeath(this, death.Actor, death.ExistenceConfirmed, death.AddressTerminated),
        _ => message,
    }, NoSender);

    private static IActorRef NoSender => ActorRefs.NoSender;

    public sealed record GotWatch(IActorRef By, IActorRef Watcher);

    public sealed record GotUnwatch(IActorRef By, IActorRef Watcher);

    public sealed record GotDeath(IActorRef By, IActorRef Of, bool Existed, bool AddressTerminated);
}
