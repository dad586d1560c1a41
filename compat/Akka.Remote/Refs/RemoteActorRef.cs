using System.Text;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Associations;

namespace Akka.Remote;

/// <summary>The ref of an actor in another system.</summary>
public class RemoteActorRef : InternalActorRefBase, IRemoteRef
{
    private readonly RemoteActorRefProvider _provider;
    private ActorPath? _path;
    private byte[]? _wirePath;
    private Association? _association;

    internal RemoteActorRef(RemoteActorRefProvider provider, ActorPath path)
    {
        _provider = provider;
        _path = path;
    }

    /// <summary>Of a path that came over the wire and is known to be one of <paramref name="association"/>'s peer. It is read when it is asked for.</summary>
    internal RemoteActorRef(RemoteActorRefProvider provider, Association association, byte[] wirePath)
    {
        _provider = provider;
        _association = association;
        _wirePath = wirePath;
    }

    /// <inheritdoc/>
    public override ActorPath Path => _path ??= ActorPath.Parse(Encoding.UTF8.GetString(_wirePath!));

    /// <inheritdoc/>
    public override IInternalActorRef Parent => Path.Depth == 0 ? ActorRefs.Nobody : new RemoteActorRef(_provider, Path.Parent);

    /// <inheritdoc/>
    public override IActorRefProvider Provider => _provider;

    /// <summary>The address by which the other system reaches this one.</summary>
    public Address LocalAddressToUse => _provider.Transport.LocalAddressForRemote(Path.Address);

    /// <summary>False: there is no telling here.</summary>
    public override bool IsTerminated => false;

    /// <inheritdoc/>
    public override bool IsLocal => false;

    /// <summary>The path as it stands in a frame: with address and uid, in UTF-8.</summary>
    internal ReadOnlySpan<byte> WirePath => _wirePath ??= Encoding.UTF8.GetBytes(Path.ToSerializationFormat());

    private Association Association => _association is { IsRetired: false } known ? known : _association = _provider.Remoting.Associations.For(Path.Address);

    /// <inheritdoc/>
    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        var path = Path;
        foreach (var element in name)
        {
            if (element == "..") path = path.Parent;
            else if (element.Length > 0) path /= element;
        }
        return name.All(string.IsNullOrEmpty) ? this : new RemoteActorRef(_provider, path);
    }

    /// <summary>Whether this system's remote-watcher keeps that watch for the watcher.</summary>
    public bool IsWatchIntercepted(IActorRef watchee, IActorRef watcher) =>
        !watcher.Equals(_provider.RemoteWatcher) && watchee.Equals(this);

    /// <inheritdoc/>
    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Watch watch when IsWatchIntercepted(watch.Watchee, watch.Watcher):
                _provider.RemoteWatcher.Tell(new RemoteWatcher.WatchRemote(watch.Watchee, watch.Watcher), ActorRefs.NoSender);
                break;
            case Unwatch unwatch when IsWatchIntercepted(unwatch.Watchee, unwatch.Watcher):
                _provider.RemoteWatcher.Tell(new RemoteWatcher.UnwatchRemote(unwatch.Watchee, unwatch.Watcher), ActorRefs.NoSender);
                break;
            case Watch or Unwatch or DeathWatchNotification:
                Association.Send(new Outgoing(message, ActorRefs.NoSender, this));
                break;
        }
    }

    /// <summary>Nothing: actors are made where they live.</summary>
    public override void Start() { }

    /// <summary>Nothing: only its own system stops an actor. Send it a <see cref="PoisonPill"/>.</summary>
    public override void Stop() { }

    /// <summary>Nothing: an actor is supervised where it lives.</summary>
    public override void Suspend() { }

    /// <summary>Nothing: an actor is supervised where it lives.</summary>
    public override void Resume(Exception? causedByFailure = null) { }

    /// <summary>Nothing: an actor is supervised where it lives.</summary>
    public override void Restart(Exception cause) { }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender) => Association.Send(new Outgoing(message, sender, this));
}
