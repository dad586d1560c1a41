using System.Collections.Frozen;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;
using Akka.Util;
using Coterie.Actors.Nodes;

namespace Coterie.Actors.Wire.Guards;

/// <summary>
/// In the place of <c>akka-system-msg</c>: death watch and nothing else. A peer may watch what <see cref="Offers.MayBeWatched"/>
/// says, and tell of actors that stopped on a machine that is not this one. It may not stop, suspend, restart or supervise
/// anything.
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

    // The watcher over there is always its node's remote watcher, on behalf of all its actors.
    private static bool IsOffered(IInternalActorRef? watchee, IInternalActorRef? watcher) =>
        watchee is { IsLocal: true } && Offers.MayBeWatched(watchee.Path)
        && watcher is { IsLocal: false } && Offers.IsRemoteWatcher(watcher.Path);
}
