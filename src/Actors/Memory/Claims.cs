using Kind = Coterie.Memory.VariableEffectKind;

namespace Coterie.Memory;

/// <summary>Every client's claims by their ids. A client is watched from its first claim to its last.</summary>
internal sealed class Claims<TClient>
    where TClient : notnull
{
    private readonly Dictionary<TClient, Dictionary<long, Claim<TClient>>> _clients = [];

    public bool IsEmpty => _clients.Count == 0;

    public int Count => _clients.Values.Sum(claims => claims.Count);

    public Claim<TClient>? Find(TClient client, long id) => _clients.TryGetValue(client, out var claims) ? claims.GetValueOrDefault(id) : null;

    public Claim<TClient> Add(Claim<TClient> claim, VariableEffects<TClient> effects)
    {
        if (!_clients.TryGetValue(claim.Client, out var claims))
        {
            _clients[claim.Client] = claims = [];
            effects.Add(new(Kind.Watch, claim.Client));
        }
        return claims[claim.Id] = claim;
    }

    public void Remove(Claim<TClient> claim, VariableEffects<TClient> effects)
    {
        var claims = _clients[claim.Client];
        claims.Remove(claim.Id);
        if (claims.Count > 0)
            return;
        _clients.Remove(claim.Client);
        effects.Add(new(Kind.Unwatch, claim.Client));
    }

    /// <summary>Takes out all claims of a client that is gone, and need not be watched any more.</summary>
    public IReadOnlyCollection<Claim<TClient>> RemoveAll(TClient client) => _clients.Remove(client, out var claims) ? claims.Values : [];
}
