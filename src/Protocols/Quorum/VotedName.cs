using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>One name at a voter: its floor, its queue and the votes that are out.</summary>
/// <param name="name">The name.</param>
/// <param name="floor">The floor.</param>
internal sealed class VotedName(string name, long floor)
{
    public string Name { get; } = name;

    /// <summary>F, the largest number of a token that the voter knows used (rule 15).</summary>
    public long Floor { get; private set; } = floor;

    /// <summary>The requests that have the vote, in the order of rule 8.</summary>
    public List<VoterClaim> Voted { get; } = [];

    /// <summary>The requests that wait, in the order of rule 8.</summary>
    public List<VoterClaim> Waiting { get; } = [];

    /// <summary>What is stored (rule 19).</summary>
    public StampedValue Stored { get; set; }

    /// <summary>Whether that comes from other voters (rule 12), and from no client since.</summary>
    public bool IsRecovered { get; set; }

    /// <summary>Whether there is no request.</summary>
    public bool IsFree => Voted.Count == 0 && Waiting.Count == 0;

    /// <summary>Whether it had no request when the voter last swept.</summary>
    public bool IsIdle { get; set; }

    /// <summary>The floor, and one more if the vote is out: whoever has it may be inside with that number (rule 12).</summary>
    public long FloorToRecall => Voted.Count > 0 ? Math.Min(Floor + 1, FencingToken.MostNumber) : Floor;

    /// <summary>The floor is at least this from now on, as far as there are numbers.</summary>
    public void Raise(long floor) => Floor = Math.Max(Floor, Math.Min(floor, FencingToken.MostNumber));

    /// <summary>Puts a request where it belongs.</summary>
    public void Add(VoterClaim claim)
    {
        var claims = claim.HasVote ? Voted : Waiting;
        claims.Insert(~claims.BinarySearch(claim), claim);
    }

    /// <summary>Takes a request out.</summary>
    public void Remove(VoterClaim claim)
    {
        var claims = claim.HasVote ? Voted : Waiting;
        claims.RemoveAt(claims.BinarySearch(claim));
    }

    /// <summary>The vote is out to the request from now on, or no longer.</summary>
    public void SetVote(VoterClaim claim, bool hasVote)
    {
        Remove(claim);
        claim.HasVote = hasVote;
        Add(claim);
    }

    /// <summary>
    /// See <see cref="IMachine.Exchange"/>: with the requests. The sessions are there by then, and get their requests.
    /// </summary>
    public static VotedName Exchange(StateCodec codec, VotedName? name, IReadOnlyDictionary<SessionId, VoterSession> sessions)
    {
        var text = codec.Text(name?.Name ?? "");
        var floor = codec.Number(name?.Floor ?? 0);
        name ??= new VotedName(text, floor);
        name.IsIdle = codec.Flag(name.IsIdle);
        name.Stored = StampedValue.Exchange(codec, name.Stored);
        name.IsRecovered = codec.Flag(name.IsRecovered);
        foreach (var claims in (List<VoterClaim>[])[name.Voted, name.Waiting])
        {
            codec.List(claims, (fields, claim) => VoterClaim.Exchange(fields, claim, name, sessions));
            foreach (var claim in claims)
                claim.Session.Claims[claim.Number] = claim;
        }
        return name;
    }

    public override string ToString() => $"{Name}: floor {Floor}, {Stored} [{string.Join("; ", Voted.Concat(Waiting))}]";
}
