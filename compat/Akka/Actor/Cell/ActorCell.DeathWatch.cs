using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

// Death watch.
internal sealed partial class ActorCell
{
    private static readonly object NoMessageOfItsOwn = new();

    private Dictionary<IActorRef, object>? _watching; // with the message that stands for Terminated
    private Dictionary<IActorRef, object>? _terminatedQueued; // of whom a Terminated is in the mailbox
    private HashSet<IActorRef>? _watchedBy;

    public IActorRef Watch(IActorRef subject) => StartWatch(subject, NoMessageOfItsOwn);

    public IActorRef WatchWith(IActorRef subject, object message) =>
        StartWatch(subject, message ?? throw new ArgumentNullException(nameof(message), "message must not be null"));

    public IActorRef Unwatch(IActorRef subject)
    {
        if (subject.Equals(_self)) return subject;
        if (_watching?.Remove(subject) == true)
        {
            ((IInternalActorRef)subject).SendSystemMessage(new Unwatch((IInternalActorRef)subject, _self));
        }
        _terminatedQueued?.Remove(subject);
        return subject;
    }

    private IActorRef StartWatch(IActorRef subject, object message)
    {
        if (subject.Equals(_self)) return subject;
        if (_watching is not null && _watching.TryGetValue(subject, out var before))
        {
            if (ReferenceEquals(before, message) || before.Equals(message)) return subject;
            throw new InvalidOperationException(
                $"Watch({subject}) must be with the message of the earlier watch, was [{Shown(message)}] instead of [{Shown(before)}]. Unwatch first.");
        }
        (_watching ??= [])[subject] = message;
        _terminatedQueued?.Remove(subject);
        ((IInternalActorRef)subject).SendSystemMessage(new Watch((IInternalActorRef)subject, _self));
        return subject;
    }

    private void AddWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (watchee.Equals(_self) && !watcher.Equals(_self)) (_watchedBy ??= []).Add(watcher);
    }

    private void RemoveWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        if (watchee.Equals(_self)) _watchedBy?.Remove(watcher);
    }

    private void WatchedActorTerminated(DeathWatchNotification death)
    {
        if (_watching is not null && _watching.Remove(death.Actor, out var message) && !IsEnding)
        {
            (_terminatedQueued ??= [])[death.Actor] = message;
            _mailbox.Enqueue(new Terminated(death.Actor, death.ExistenceConfirmed, death.AddressTerminated), death.Actor);
        }
        RemoveChild(death.Actor);
        ContinueIfChildrenStopped();
    }

    private void ReceivedTerminated(Terminated terminated)
    {
        if (_terminatedQueued is null || !_terminatedQueued.Remove(terminated.ActorRef, out var message)) return;
        message = ReferenceEquals(message, NoMessageOfItsOwn) ? terminated : message;
        _message = message;
        _actor!.AroundReceive(_behavior, message);
    }

    private void TellWatchers(bool local)
    {
        if (_watchedBy is null) return;
        foreach (var watcher in _watchedBy)
        {
            if (((IInternalActorRef)watcher).IsLocal != local || watcher.Equals(_parent)) continue; // the parent is told anyhow
            ((IInternalActorRef)watcher).SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true, addressTerminated: false));
        }
    }

    private void UnwatchAll()
    {
        if (_watching is null) return;
        foreach (var subject in _watching.Keys.ToArray()) Unwatch(subject);
        _terminatedQueued = null;
    }

    private static string Shown(object message) => ReferenceEquals(message, NoMessageOfItsOwn) ? "Terminated" : message.ToString()!;
}
