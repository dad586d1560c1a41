using System.Collections.Frozen;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;
using Akka.Util;
using Coterie.Actors.Nodes;

namespace Coterie.Actors.Wire.Guards;

/// <summary>
/// Replaces <c>akka-system-msg</c>: reads death watch and nothing else. A peer may watch the actors that
/// <see cref="Offers.MayBeWatched"/> allows, and report the end of actors on other machines. It may not stop, suspend, restart or
/// supervise anything.
/// </summary>
/// <param name="system">The system that makes it.</param>
internal sealed class GuardedSystemSerializer(ExtendedActorSystem system) : GuardedSerializer(
    system, 22, () => new SystemMessageSerializer(system), Types.Keys)
{
    private static readonly FrozenDictionary<string, Type> Types =
        new[] { typeof(Watch), typeof(Unwatch), typeof(DeathWatchNotification) }
            .ToFrozenDictionary(type => type.TypeQualifiedName());

    /// <inheritdoc/>
    protected override object Read(Serializer akka, byte[] bytes, string manifest) => akka.FromBinary(bytes, Types[manifest]);

    /// <inheritdoc/>
    protected override bool IsOffered(object message) => message switch
    {
        Watch watch => IsOffered(watch.Watchee, watch.Watcher),
        Unwatch unwatch => IsOffered(unwatch.Watchee, unwatch.Watcher),
        DeathWatchNotification { AddressTerminated: false, Actor: IInternalActorRef { IsLocal: false } } => true,
        _ => false,
    };

    // The watcher on the other node is always its remote watcher, which watches for all its actors.
    private static bool IsOffered(IInternalActorRef? watchee, IInternalActorRef? watcher) =>
        watchee is { IsLocal: true } && Offers.MayBeWatched(watchee.Path)
        && watcher is { IsLocal: false } && Offers.IsRemoteWatcher(watcher.Path);
}
