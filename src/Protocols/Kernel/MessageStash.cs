namespace Coterie.Protocols.Kernel;

/// <summary>
/// The kept messages of a machine, for a host without a stash of its own: it does what <see cref="IHost.Keep"/>,
/// <see cref="IHost.LetIn"/> and <see cref="IHost.Compact"/> ask for. After each step the host must take the messages that
/// <see cref="TryReturn"/> gives, before any other input.
/// </summary>
public sealed class MessageStash
{
    private readonly Dictionary<int, Queue<Input>> _kept = [];
    private readonly Queue<Input> _returning = new();

    /// <summary>The messages kept, by queue; oldest first.</summary>
    public IEnumerable<(int Queue, Input Message)> Kept =>
        _kept.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value.Select(message => (pair.Key, message)));

    /// <summary>How many messages are kept.</summary>
    public int Count => _kept.Values.Sum(queue => queue.Count);

    /// <summary>See <see cref="IHost.Keep"/>.</summary>
    public void Keep(int queue, in Input message) => QueueOf(queue).Enqueue(message);

    /// <summary>See <see cref="IHost.LetIn"/>.</summary>
    public void LetIn(int queue, int count)
    {
        for (var i = 0; i < count; i++)
            _returning.Enqueue(QueueOf(queue).Dequeue());
    }

    /// <summary>See <see cref="IHost.Compact"/>.</summary>
    public void Compact(int queue, IReadOnlyList<bool> stays)
    {
        var kept = QueueOf(queue);
        foreach (var stay in stays)
        {
            var message = kept.Dequeue();
            if (stay)
                kept.Enqueue(message);
        }
    }

    /// <summary>The next message that was let in.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryReturn(out Input message)
    {
        var isThere = _returning.TryDequeue(out var kept);
        message = kept.Returned();
        return isThere;
    }

    /// <summary>Forgets all messages.</summary>
    public void Clear()
    {
        _kept.Clear();
        _returning.Clear();
    }

    private Queue<Input> QueueOf(int queue)
    {
        if (!_kept.TryGetValue(queue, out var kept))
            _kept.Add(queue, kept = new Queue<Input>());
        return kept;
    }
}
