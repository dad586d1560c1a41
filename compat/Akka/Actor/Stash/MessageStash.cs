namespace Akka.Actor;

/// <summary>The stash of one actor instance; also a second one that the actor asked for.</summary>
internal sealed class MessageStash(ActorCell cell, int capacity) : IStash
{
    private readonly LinkedList<Envelope> _kept = [];
    private long _lastStashed = -1;

    public int Count => _kept.Count;

    public bool IsEmpty => _kept.Count == 0;

    public bool NonEmpty => _kept.Count > 0;

    public bool IsFull => capacity >= 0 && _kept.Count >= capacity;

    public int Capacity => capacity;

    public void Stash()
    {
        if (cell.CurrentMessage is not { } message)
        {
            throw new InvalidOperationException("There is no message to stash now.");
        }
        if (_lastStashed == cell.EnvelopeId)
        {
            throw new IllegalActorStateException($"Can't stash the same message {message} more than once");
        }
        if (IsFull)
        {
            throw new StashOverflowException($"Couldn't enqueue message {message} from {cell.Sender} to stash of {cell.Self}");
        }
        _lastStashed = cell.EnvelopeId;
        _kept.AddLast(new Envelope(message, cell.Sender));
    }

    public void Unstash()
    {
        if (_kept.First is not { } first) return;
        _kept.RemoveFirst();
        cell.Mailbox.Prepend([first.Value]);
    }

    public void UnstashAll() => PutBack(_ => true);

    public void UnstashAll(Func<Envelope, bool> predicate) => PutBack(predicate);

    public IEnumerable<Envelope> ClearStash()
    {
        Envelope[] all = [.. _kept];
        _kept.Clear();
        return all;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (var envelope in envelopes.Reverse()) _kept.AddFirst(envelope);
    }

    private void PutBack(Func<Envelope, bool> wanted)
    {
        if (_kept.Count == 0) return;
        Envelope[] back = [.. _kept.Where(wanted)];
        _kept.Clear();
        cell.Mailbox.Prepend(back);
    }
}

/// <summary>Makes stashes besides the one that the system puts in.</summary>
public static class StashFactory
{
    /// <summary>A stash for the actor of <paramref name="context"/>.</summary>
    public static IStash CreateStash<T>(this IActorContext context) where T : ActorBase => CreateStash(context, typeof(T));

    /// <summary>A stash for the actor of <paramref name="context"/>.</summary>
    public static IStash CreateStash(this IActorContext context, IActorStash actorInstance) =>
        CreateStash(context, actorInstance.GetType());

    /// <summary>A stash for the actor of <paramref name="context"/>.</summary>
    /// <exception cref="ArgumentException">The type is no actor with a stash.</exception>
    public static IStash CreateStash(this IActorContext context, Type actorType) =>
        typeof(IActorStash).IsAssignableFrom(actorType)
            ? ((ActorCell)context).CreateStash(actorType)
            : throw new ArgumentException($"Actor type must be with a stash (IWithStash, IWithUnboundedStash...), was [{actorType}].", nameof(actorType));
}
