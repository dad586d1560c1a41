namespace Coterie.Protocols.Memory;

/// <summary>
/// The claims whose commands are kept, oldest first: the image of a stash. Who is gone stays in it as long as its command does, and counts no more.
/// </summary>
internal sealed class ClaimQueue<TClient>
{
    private readonly Queue<Claim<TClient>> _claims = new();

    /// <summary>How many really wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many commands are kept for nobody.</summary>
    public int Gone => _claims.Count - Waiting;

    public IEnumerable<Claim<TClient>> All => _claims;

    public void Add(Claim<TClient> claim)
    {
        _claims.Enqueue(claim);
        Waiting++;
    }

    /// <summary>Takes out the oldest, gone or not.</summary>
    public Claim<TClient> Take()
    {
        var claim = _claims.Dequeue();
        if (claim.State == ClaimState.Waiting)
        {
            claim.State = ClaimState.LetIn;
            Waiting--;
        }
        return claim;
    }

    /// <summary>A claim in it is given up.</summary>
    public void Forsake(Claim<TClient> claim)
    {
        claim.State = ClaimState.Gone;
        Waiting--;
    }

    /// <summary>Takes out those that are gone.</summary>
    /// <returns>For each claim there was, oldest first, whether it stays.</returns>
    public IReadOnlyList<bool> Compact()
    {
        var stays = new bool[_claims.Count];
        for (var i = 0; i < stays.Length; i++)
        {
            var claim = _claims.Dequeue();
            stays[i] = claim.State == ClaimState.Waiting;
            if (stays[i])
                _claims.Enqueue(claim);
        }
        return stays;
    }
}
