using Akka.Actor;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory;

/// <summary>
/// Who asked for a list and waits for it. One page is prepared at a time, for all who wait for the same; who asks while it is
/// prepared waits for the next one, which has what was written before it was asked for.
/// </summary>
/// <param name="most">How many wait at most.</param>
internal sealed class ListRequests(int most)
{
    private readonly List<(IActorRef Client, List Command)> _waiting = [];

    /// <summary>Adds one.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryAdd(IActorRef client, List command)
    {
        if (_waiting.Count >= most)
            return false;
        _waiting.Add((client, command));
        return true;
    }

    /// <summary>Takes out the oldest, and all who wait for the same page; empty: nobody waits.</summary>
    public IReadOnlyList<(IActorRef Client, List Command)> TakeNext()
    {
        if (_waiting.Count == 0)
            return [];
        var after = _waiting[0].Command.After;
        var next = _waiting.Where(request => request.Command.After == after).ToList();
        _waiting.RemoveAll(request => request.Command.After == after);
        return next;
    }
}
