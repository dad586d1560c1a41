using Akka.Dispatch.SysMsg;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Base of all refs: equal refs have equal paths and uids.</summary>
public abstract class ActorRefBase : IActorRef
{
    /// <inheritdoc/>
    public abstract ActorPath Path { get; }

    /// <inheritdoc/>
    public void Tell(object message, IActorRef sender)
    {
        if (message is null) ThrowNull();
        TellInternal(message!, sender);
    }

    /// <summary>Delivers a message that is not null.</summary>
    protected abstract void TellInternal(object message, IActorRef sender);

    /// <inheritdoc/>
    public bool Equals(IActorRef? other) =>
        ReferenceEquals(this, other) || (other is not null && Path.Uid == other.Path.Uid && Path.Equals(other.Path));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IActorRef other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Path.GetHashCode() ^ Path.Uid.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(IActorRef? other)
    {
        if (other is null) return 1;
        var order = Path.CompareTo(other.Path);
        return order != 0 ? order : Path.Uid.CompareTo(other.Path.Uid);
    }

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is null or IActorRef
        ? CompareTo(obj as IActorRef)
        : throw new ArgumentException($"ActorRef must be compared with an ActorRef, was [{obj}].", nameof(obj));

    /// <inheritdoc/>
    public virtual ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(Path.ToSerializationFormat());

    /// <inheritdoc/>
    public override string ToString() => Path.Uid == 0 ? $"[{Path}]" : $"[{Path}#{Path.Uid}]";

    private static void ThrowNull() => throw new InvalidMessageException("Message is null.");

    /// <summary>A ref as plain data.</summary>
    public class Surrogate(string path) : ISurrogate
    {
        /// <summary>The path with address and uid.</summary>
        public string Path { get; } = path;

        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) =>
            ((ExtendedActorSystem)system).Provider.ResolveActorRef(Path);
    }
}

/// <summary>Base of the refs that have a place in the tree.</summary>
public abstract class InternalActorRefBase : ActorRefBase, IInternalActorRef
{
    /// <inheritdoc/>
    public abstract IInternalActorRef Parent { get; }

    /// <inheritdoc/>
    public abstract IActorRefProvider Provider { get; }

    /// <inheritdoc/>
    public abstract bool IsTerminated { get; }

    /// <inheritdoc/>
    public abstract bool IsLocal { get; }

    /// <inheritdoc/>
    public abstract IActorRef GetChild(IReadOnlyList<string> name);

    /// <inheritdoc/>
    public abstract void Resume(Exception? causedByFailure = null);

    /// <inheritdoc/>
    public abstract void Start();

    /// <inheritdoc/>
    public abstract void Stop();

    /// <inheritdoc/>
    public abstract void Restart(Exception cause);

    /// <inheritdoc/>
    public abstract void Suspend();

    /// <inheritdoc/>
    public abstract void SendSystemMessage(ISystemMessage message);
}

/// <summary>Base of the refs behind which there is no actor.</summary>
public abstract class MinimalActorRef : InternalActorRefBase, ILocalRef
{
    /// <inheritdoc/>
    public override IInternalActorRef Parent => ActorRefs.Nobody;

    /// <inheritdoc/>
    public override bool IsLocal => true;

    /// <inheritdoc/>
    public override bool IsTerminated => false;

    /// <inheritdoc/>
    public override IActorRef GetChild(IReadOnlyList<string> name) =>
        name.All(string.IsNullOrEmpty) ? this : ActorRefs.Nobody;

    /// <inheritdoc/>
    public override void Resume(Exception? causedByFailure = null) { }

    /// <inheritdoc/>
    public override void Start() { }

    /// <inheritdoc/>
    public override void Stop() { }

    /// <inheritdoc/>
    public override void Restart(Exception cause) { }

    /// <inheritdoc/>
    public override void Suspend() { }

    /// <inheritdoc/>
    public override void SendSystemMessage(ISystemMessage message) { }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender) { }
}
