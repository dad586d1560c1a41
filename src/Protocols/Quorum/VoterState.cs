namespace Coterie.Protocols.Quorum;

/// <summary>What a voter knows, for people: some of its names.</summary>
/// <param name="IsVoting">Whether it votes; otherwise it has lost its memory and recovers (rule 12).</param>
/// <param name="Names">Names with requests, in ordinal order.</param>
/// <param name="IsLast">Whether there are no names after these.</param>
public sealed record VoterState(bool IsVoting, IReadOnlyList<NameState> Names, bool IsLast)
{
    /// <summary>Its sessions, the oldest first; only with the first names of all.</summary>
    public IReadOnlyList<SessionState> Sessions { get; init; } = [];

    /// <summary>How many more sessions there are, for which the page had no room.</summary>
    public int MoreSessions { get; init; }
}

/// <summary>One session at a voter.</summary>
/// <param name="Session">The client.</param>
/// <param name="Holder">Who the client is; null if it did not say.</param>
/// <param name="Age">How long ago its first beat came.</param>
/// <param name="SinceBeat">How long ago its latest beat came.</param>
public sealed record SessionState(SessionId Session, string? Holder, TimeSpan Age, TimeSpan SinceBeat);

/// <summary>One name at a voter.</summary>
/// <param name="Name">What is locked.</param>
/// <param name="Floor">The largest number of a token that the voter knows used.</param>
/// <param name="Claims">Those that have the vote, then those that wait, in the order of the queue.</param>
/// <param name="More">How many more there are, for which the page had no room.</param>
public sealed record NameState(string Name, long Floor, IReadOnlyList<ClaimState> Claims, int More = 0);

/// <summary>One request at a voter.</summary>
/// <param name="Session">The client.</param>
/// <param name="Holder">Who the client is; null if it did not say.</param>
/// <param name="Purpose">What the lock is for; null if the client did not say.</param>
/// <param name="Number">The number of the request in its session.</param>
/// <param name="Mode">How.</param>
/// <param name="HasVote">Whether the vote is out to it.</param>
/// <param name="Inside">The number of the token with which it says that it is inside (rule 10); 0 if it has not said so.</param>
/// <param name="Since">How long it has had the vote, or has waited for it, at this voter.</param>
/// <param name="TimeLeft">How long from now, if no further beat comes, the voter ends the session.</param>
public sealed record ClaimState(
    SessionId Session,
    string? Holder,
    string? Purpose,
    long Number,
    VoteMode Mode,
    bool HasVote,
    long Inside,
    TimeSpan Since,
    TimeSpan TimeLeft);
