using Akka.Actor;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory;

/// <summary>
/// The waiting requests for a list. One page is prepared at a time, for all requests for the same page. A request that comes in
/// the meantime waits for the next page, which contains everything that was written before the request.
/// </summary>
/// <param name="most">How many requests wait at most.</param>
internal sealed class ListRequests(int most)
{
    private readonly List<(IActorRef Client, List Command)> _waiting = [];

    /// <summary>Adds a request.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryAdd(IActorRef client, List command)
    {
        if (_waiting.Count >= most)
            return false;
        _waiting.Add((client, command));
        return true;
    }

    /// <summary>Removes the oldest request and all others for the same page; empty if none waits.</summary>
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
