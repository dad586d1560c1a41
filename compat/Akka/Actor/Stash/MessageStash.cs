using System.Runtime.InteropServices;

namespace Akka.Actor;

/// <summary>The stash of one actor instance; also a second one that the actor asked for.</summary>
internal sealed class MessageStash(ActorCell cell, int capacity) : IStash
{
    private readonly List<Envelope> _kept = [];
    private int _first; // those before it have been unstashed one by one
    private long _lastStashed = -1;

    public int Count => _kept.Count - _first;

    public bool IsEmpty => Count == 0;

    public bool NonEmpty => Count > 0;

    public bool IsFull => capacity >= 0 && Count >= capacity;

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
        _kept.Add(new Envelope(message, cell.Sender));
    }

    public void Unstash()
    {
        if (IsEmpty) return;
        cell.Mailbox.Prepend([_kept[_first]]);
        _kept[_first++] = default;
        if (IsEmpty) Clear();
    }

    public void UnstashAll()
    {
        cell.Mailbox.Prepend(Kept);
        Clear();
    }

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        Envelope[] wanted = [.. Kept.ToArray().Where(predicate)];
        Clear();
        cell.Mailbox.Prepend(wanted);
    }

    public IEnumerable<Envelope> ClearStash()
    {
        Envelope[] all = Kept.ToArray();
        Clear();
        return all;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        _kept.RemoveRange(0, _first);
        _first = 0;
        _kept.InsertRange(0, envelopes);
    }

    private ReadOnlySpan<Envelope> Kept => CollectionsMarshal.AsSpan(_kept)[_first..];

    private void Clear()
    {
        _first = 0;
        _kept.Clear();
        if (_kept.Capacity > 1024) _kept.Capacity = 0;
    }
}
