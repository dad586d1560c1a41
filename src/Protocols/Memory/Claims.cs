using Kind = Coterie.Protocols.Memory.VariableEffectKind;

namespace Coterie.Protocols.Memory;

/// <summary>Every client's claims by their ids. A client is watched from its first claim to its last.</summary>
internal sealed class Claims<TClient>
    where TClient : notnull
{
    private readonly Dictionary<TClient, OfClient> _clients = [];

    public bool IsEmpty => _clients.Count == 0;

    public int Count { get; private set; }

    /// <summary>How many of them are for locks, held or waited for.</summary>
    public int Locks { get; private set; }

    public Claim<TClient>? Find(TClient client, long id) => _clients.TryGetValue(client, out var claims) ? claims.ById.GetValueOrDefault(id) : null;

    /// <summary>How many locks one client holds or waits for.</summary>
    public int LocksOf(TClient client) => _clients.TryGetValue(client, out var claims) ? claims.Locks : 0;

    public Claim<TClient> Add(Claim<TClient> claim, VariableEffects<TClient> effects)
    {
        if (!_clients.TryGetValue(claim.Client, out var claims))
        {
            _clients[claim.Client] = claims = new OfClient();
            effects.Add(new(Kind.Watch, claim.Client));
        }
        Add(claims, claim, 1);
        return claims.ById[claim.Id] = claim;
    }

    public void Remove(Claim<TClient> claim, VariableEffects<TClient> effects)
    {
        var claims = _clients[claim.Client];
        claims.ById.Remove(claim.Id);
        Add(claims, claim, -1);
        if (claims.ById.Count > 0)
            return;
        _clients.Remove(claim.Client);
        effects.Add(new(Kind.Unwatch, claim.Client));
    }

    /// <summary>Takes out all claims of a client that is gone, and need not be watched any more.</summary>
    public IReadOnlyCollection<Claim<TClient>> RemoveAll(TClient client)
    {
        if (!_clients.Remove(client, out var claims))
            return [];
        Count -= claims.ById.Count;
        Locks -= claims.Locks;
        return claims.ById.Values;
    }

    private void Add(OfClient claims, Claim<TClient> claim, int count)
    {
        Count += count;
        if (claim.Lease is null)
            return;
        Locks += count;
        claims.Locks += count;
    }

    private sealed class OfClient
    {
        public Dictionary<long, Claim<TClient>> ById { get; } = [];

        public int Locks { get; set; }
    }
}
