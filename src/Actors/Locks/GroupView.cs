using Coterie.Protocols.Quorum;

namespace Coterie.Actors.Locks;

/// <summary>Who holds the locks of a group, and who waits, as the members together know it. For people.</summary>
/// <param name="Majority">How many votes a holder has.</param>
/// <param name="Members">The members in their order.</param>
/// <param name="Locks">The locks that are held or waited for, in the order of their names.</param>
public sealed record GroupView(int Majority, IReadOnlyList<MemberView> Members, IReadOnlyList<LockView> Locks)
{
    /// <summary>Whether a majority of the members has answered. Otherwise locks may be missing here.</summary>
    public bool HasMajority => Members.Count(member => member.Answers) >= Majority;

    /// <summary>Puts together what several members know.</summary>
    /// <param name="members">The addresses of the members.</param>
    /// <param name="states">What each member knows; null for one that does not answer.</param>
    /// <param name="majority">How many votes a holder has.</param>
    internal static GroupView Of(IReadOnlyList<string> members, IReadOnlyList<VoterState?> states, int majority) => new(
        majority,
        [.. members.Zip(states, MemberView.Of)],
        [
            .. states.SelectMany((state, member) => (state?.Names ?? []).Select(name => (Member: member, Name: name)))
                .GroupBy(known => known.Name.Name).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => LockView.Of(group.Key, [.. group], members, states, majority)),
        ]);
}

/// <summary>One member.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Answers">Whether it has answered in time.</param>
/// <param name="Votes">Whether it votes. One that answers and does not vote has lost its memory, and recovers.</param>
/// <param name="Sessions">The clients that it knows, the oldest first; empty if only one lock was asked for.</param>
/// <param name="MoreSessions">How many more it knows that it has left out, the youngest ones.</param>
public sealed record MemberView(
    string Address, bool Answers, bool Votes, IReadOnlyList<SessionView> Sessions, int MoreSessions)
{
    internal static MemberView Of(string address, VoterState? state) => new(
        address,
        state is not null,
        state?.IsVoting ?? false,
        [.. (state?.Sessions ?? []).Select(session => new SessionView(
            session.Holder ?? $"session {session.Session}", session.Age, session.SinceBeat))],
        state?.MoreSessions ?? 0);
}

/// <summary>A client of the group as one member knows it.</summary>
/// <param name="Holder">Who it is.</param>
/// <param name="Age">How long the member has known it.</param>
/// <param name="SinceBeat">How long ago its last beat came. A client beats three times within a lease.</param>
public sealed record SessionView(string Holder, TimeSpan Age, TimeSpan SinceBeat);

/// <summary>One lock.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Token">
/// The token of its holder; null if nobody holds it. It is that of the first entry under the same votes: a process that enters
/// again without asking adds one for each.
/// </param>
/// <param name="Claims">Those that hold it, then those that wait, the longest first.</param>
/// <param name="More">How many more wait that the members have left out, at least.</param>
public sealed record LockView(string Name, long? Token, IReadOnlyList<ClaimView> Claims, int More)
{
    internal static LockView Of(
        string name,
        IReadOnlyList<(int Member, NameState Name)> known,
        IReadOnlyList<string> members,
        IReadOnlyList<VoterState?> states,
        int majority)
    {
        var merged = known.SelectMany(at => at.Name.Claims.Select(claim => (at.Member, Claim: claim)))
            .GroupBy(at => (at.Claim.Session, at.Claim.Number))
            .Select(group => MergedClaim.Of([.. group], majority))
            .OrderByDescending(claim => claim.IsInside).ThenByDescending(claim => claim.Since).ToList();
        // A majority knows of each of them.
        var more = Math.Max(0, known.Max(at => at.Name.Claims.Count + at.Name.More) - merged.Count);
        return new LockView(
            name,
            merged.Exists(claim => claim.IsInside) ? new FencingToken(known.Max(at => at.Name.Floor) + 1).Value : null,
            [.. merged.Select(claim => claim.View(members, claim.IsInside ? [] : Missing(claim)))],
            more);

        // The votes that a claim does not have.
        IReadOnlyList<MissingVote> Missing(MergedClaim claim) =>
        [
            .. Enumerable.Range(0, states.Count).Except(claim.Votes)
                .Select(member => new MissingVote(members[member], WhyMissing(member))),
        ];

        string WhyMissing(int member) => states[member] switch
        {
            null => "no answer",
            { IsVoting: false } => "does not vote yet",
            _ => merged.FirstOrDefault(other => other.Votes.Contains(member))?.Holder ?? "on its way",
        };
    }
}

/// <summary>A client that holds a lock, or waits for it.</summary>
/// <param name="Id">Tells it from all other claims of the group, at all times.</param>
/// <param name="Holder">Who it is.</param>
/// <param name="Purpose">What for; null if it does not say.</param>
/// <param name="Mode">How.</param>
/// <param name="IsInside">Whether it has the votes of a majority.</param>
/// <param name="Since">How long it has had the votes of a majority, or has waited for them.</param>
/// <param name="TimeLeft">How long it keeps its votes at most, if it is not heard of again.</param>
/// <param name="Votes">The addresses of the members whose vote it has.</param>
/// <param name="Missing">The votes that it waits for; none if it is inside.</param>
public sealed record ClaimView(
    string Id,
    string Holder,
    string? Purpose,
    VoteMode Mode,
    bool IsInside,
    TimeSpan Since,
    TimeSpan TimeLeft,
    IReadOnlyList<string> Votes,
    IReadOnlyList<MissingVote> Missing);

/// <summary>A vote that a waiting client does not have.</summary>
/// <param name="Member">The member whose vote it is.</param>
/// <param name="Why">Who has the vote, or why nobody has.</param>
public sealed record MissingVote(string Member, string Why);

/// <summary>One claim, put together from what several members know of it.</summary>
internal sealed record MergedClaim(
    ClaimState First, string Holder, IReadOnlyList<int> Votes, TimeSpan Since, TimeSpan TimeLeft, bool IsInside)
{
    public static MergedClaim Of(IReadOnlyList<(int Member, ClaimState Claim)> known, int majority)
    {
        var votes = known.Where(at => at.Claim.HasVote).Select(at => at.Member).Order().ToList();
        var first = known[0].Claim;
        var isInside = votes.Count >= majority;
        var since = isInside
            ? known.Where(at => at.Claim.HasVote).Select(at => at.Claim.Since).OrderDescending().ElementAt(majority - 1)
            : known.Max(at => at.Claim.Since);
        return new MergedClaim(
            first,
            known.Select(at => at.Claim.Holder).FirstOrDefault(holder => holder is not null) ?? $"session {first.Session}",
            votes,
            since,
            known.Max(at => at.Claim.TimeLeft),
            isInside);
    }

    public ClaimView View(IReadOnlyList<string> members, IReadOnlyList<MissingVote> missing) => new(
        $"{First.Session}:{First.Number}",
        Holder,
        First.Purpose,
        First.Mode,
        IsInside,
        Since,
        TimeLeft,
        [.. Votes.Select(member => members[member])],
        missing);
}
