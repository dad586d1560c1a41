using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Routing;

namespace Coterie.Tests.Hostile;

/// <summary>What a hostile peer might send.</summary>
internal static class HostileMessages
{
    private static readonly Exception Cause = new InvalidOperationException("none");

    /// <summary>Messages that stop an actor that obeys them.</summary>
    public static IReadOnlyList<object> Commands { get; } = [PoisonPill.Instance, Kill.Instance];

    /// <summary>Messages that Akka.NET sends between its own parts.</summary>
    /// <param name="peer">The sender.</param>
    /// <param name="path">The receiver.</param>
    /// <param name="client">An honest client's reference.</param>
    public static IReadOnlyList<object> OfTheSystem(HostilePeer peer, string path, IActorRef client)
    {
        var (target, own) = (peer.At(path), (IInternalActorRef)peer.System.DeadLetters);
        var provider = peer.System.Provider;
        var watcher = (IInternalActorRef)provider.ResolveActorRef($"{provider.DefaultAddress}/system/remote-watcher");
        return
        [
            new Terminate(),
            new Suspend(),
            new Recreate(Cause),
            new Resume(Cause),
            new Create(null),
            new Supervise(own, true),
            new Failed(target, Cause, target.Path.Uid),
            new Failed(peer.At("/user/memory"), Cause, 0),
            new Watch(own, target),
            new Watch(target, peer.At("/user/memory/kept")),
            new Watch(target, watcher),
            new Watch(target, own),
            new Unwatch(target, watcher),
            new DeathWatchNotification(own, true, false),
            new DeathWatchNotification(own, true, true),
            new DeathWatchNotification(client, true, true),
            new DeathWatchNotification(target, true, false),
            new DeathWatchNotification(peer.At("/user"), true, false),
            new DeathWatchNotification(peer.At("/system"), true, false),
            new DeathWatchNotification(peer.At("/user/memory"), true, false),
            new DeathWatchNotification(peer.At("/user/memory/kept"), true, false),
        ];
    }

    /// <summary>Messages of Akka.NET that Coterie does not need, and some that contain such messages.</summary>
    public static IReadOnlyList<object> Others(HostilePeer peer) =>
    [
        .. Commands,
        new Identify(Kill.Instance),
        new ActorIdentity(PoisonPill.Instance, peer.System.DeadLetters),
        new Status.Failure(Cause),
        new Status.Success("fine"),
        new RemoteScope(Address.Parse("akka.tcp://other@10.0.0.9:1")),
        new RoundRobinPool(1_000_000),
        new BroadcastPool(1_000_000),
        FromConfig.Instance,
        Akka.Configuration.ConfigurationFactory.ParseString("akka.loglevel = DEBUG"),
        peer.At("/user/memory"),
        7,
        7L,
        new byte[] { 1, 2, 3 },
        new Uri("file:///etc/passwd"),
        new ActorSelectionMessage(Kill.Instance, [new SelectChildName("user"), new SelectChildName("memory")]),
        new ActorSelectionMessage(new Identify("x"), [new SelectChildPattern("*")]),
        new ActorSelectionMessage(new Identify("x"), [new SelectParent(), new SelectChildName("system")]),
        new ActorSelectionMessage(
            new ActorSelectionMessage(PoisonPill.Instance, [new SelectParent()]),
            [new SelectChildName("user"), new SelectChildName("memory")]),
    ];
}
