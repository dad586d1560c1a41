namespace Coterie.Actors.Memory.Client;

/// <summary>The locks that a session holds, by the ids of the commands that acquired them.</summary>
internal sealed class HeldLocks
{
    private readonly Dictionary<long, HeldLock> _locks = [];

    public HeldLock? Find(long id) => _locks.GetValueOrDefault(id);

    public void Add(long id, HeldLock held) => _locks[id] = held;

    /// <summary>It was given back.</summary>
    public void Release(long id)
    {
        if (_locks.Remove(id, out var held))
            held.Release();
    }

    public void Lose(long id, string reason)
    {
        if (_locks.Remove(id, out var held))
            held.Lose(reason);
    }

    public void LoseAll(string reason)
    {
        foreach (var held in _locks.Values)
            held.Lose(reason);
        _locks.Clear();
    }
}
