using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>A session as a voter has it.</summary>
/// <param name="id">The client.</param>
/// <param name="epoch">See <see cref="Epoch"/>.</param>
/// <param name="begunAt">When its first beat came, on the clock of the voter; for people only.</param>
internal sealed class VoterSession(SessionId id, Epoch epoch, TimeSpan begunAt)
{
    public SessionId Id { get; } = id;

    public Epoch Epoch { get; } = epoch;

    public TimeSpan BegunAt { get; } = begunAt;

    /// <summary>Where its answers go: the process from which its latest message came.</summary>
    public ProcessId Client { get; set; }

    /// <summary>The number of its latest beat.</summary>
    public long Beat { get; set; }

    /// <summary>When that came, on the clock of the voter; for people only.</summary>
    public TimeSpan HeardAt { get; set; }

    /// <summary>Who it is, for people.</summary>
    public string? Holder { get; set; }

    /// <summary>The requests that are over (rule 11).</summary>
    public NumberRanges Over { get; } = new();

    /// <summary>Of requests that are over, whose client may not know it yet: the value that was stored last (rule 20).</summary>
    public List<(long Number, ValueStamp Stamp)> LastStores { get; } = [];

    /// <summary>The requests that are not over, by number.</summary>
    public Dictionary<long, VoterClaim> Claims { get; } = [];
}

/// <summary>A request as a voter has it: in the queue, or with the vote.</summary>
/// <param name="session">Its session.</param>
/// <param name="name">The name that it asks for.</param>
/// <param name="number">Its number in the session.</param>
/// <param name="mode">How it wants the lock.</param>
/// <param name="ticket">Its place in the order.</param>
internal sealed class VoterClaim(VoterSession session, VotedName name, long number, VoteMode mode, Ticket ticket)
    : IComparable<VoterClaim>
{
    public VoterSession Session { get; } = session;

    public VotedName Name { get; } = name;

    public long Number { get; } = number;

    public VoteMode Mode { get; } = mode;

    public Ticket Ticket { get; } = ticket;

    /// <summary>The number of the token with which it says that it is inside (rule 10); 0 if it waits.</summary>
    public long Inside { get; set; }

    /// <summary>How many times it got the vote in this epoch; the last one is the vote that is out to it.</summary>
    public long Vote { get; set; }

    /// <summary>Whether the vote is out to it.</summary>
    public bool HasVote { get; set; }

    /// <summary>What the client has been told of those that wait behind this vote.</summary>
    public Inquiry Inquiry { get; set; }

    /// <summary>Whether its client gives up as soon as it knows that somebody else is inside or waits.</summary>
    public bool TriesOnce { get; init; }

    /// <summary>When it came, on the clock of the voter; for people only.</summary>
    public TimeSpan AskedAt { get; init; }

    /// <summary>When it got the vote last, on the same clock; for people only.</summary>
    public TimeSpan VotedAt { get; set; }

    /// <summary>Since when it has the vote, or waits for it.</summary>
    public TimeSpan Since => HasVote ? VotedAt : AskedAt;

    /// <summary>What it is for, for people.</summary>
    public string? Purpose { get; init; }

    /// <summary>
    /// Rule 8: those that are inside first, then writers before readers, then by ticket. Only a broken client gives two requests
    /// the same ticket; then their numbers decide.
    /// </summary>
    public int CompareTo(VoterClaim? other)
    {
        var order = (Inside == 0).CompareTo(other!.Inside == 0);
        if (order == 0)
            order = ((int)Mode).CompareTo((int)other.Mode);
        if (order == 0)
            order = Ticket.CompareTo(other.Ticket);
        return order != 0 ? order : Number.CompareTo(other.Number);
    }

    public override string ToString() =>
        $"{Session.Id}:{Number} {Mode} {Ticket}{(Inside > 0 ? $" inside {Inside}" : "")}{(HasVote ? $" vote {Vote}" : "")}";
}

/// <summary>What a client has been told of the requests that wait behind its vote.</summary>
internal enum Inquiry
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>That one waits.</summary>
    Awaited,

    /// <summary>That a better one waits.</summary>
    Better,
}

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

    public override string ToString() => $"{Name}: floor {Floor}, {Stored} [{string.Join("; ", Voted.Concat(Waiting))}]";
}
