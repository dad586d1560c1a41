using Akka.Actor;

namespace Akka.Remote;

/// <summary>Who watches whom on one other node, and which incarnation of the node has answered last.</summary>
internal sealed class WatchedNode
{
    private readonly Dictionary<IInternalActorRef, HashSet<IInternalActorRef>> _watchers = [];

    /// <summary>Null before the first answer.</summary>
    public int? Uid { get; private set; }

    public bool IsEmpty => _watchers.Count == 0;

    public IReadOnlyCollection<IInternalActorRef> Watchees => _watchers.Keys;

    /// <summary>True: nobody has watched this one so far.</summary>
    public bool Add(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (_watchers.TryGetValue(watchee, out var others))
        {
            others.Add(watcher);
            return false;
        }
        _watchers[watchee] = [watcher];
        return true;
    }

    /// <summary>True: nobody watches it any more.</summary>
    public bool Remove(IInternalActorRef watchee, IInternalActorRef watcher) =>
        _watchers.TryGetValue(watchee, out var watchers) && watchers.Remove(watcher) && watchers.Count == 0 && _watchers.Remove(watchee);

    /// <summary>Forgets one that is gone, and says who has to be told.</summary>
    public IReadOnlyCollection<IInternalActorRef> Remove(IInternalActorRef watchee) =>
        _watchers.Remove(watchee, out var watchers) ? watchers : [];

    /// <summary>True: this incarnation has not answered before, so it may not know that its actors are watched.</summary>
    public bool HasAnswered(int uid)
    {
        if (Uid == uid) return false;
        Uid = uid;
        return true;
    }
}
