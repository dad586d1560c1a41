using Coterie.Protocols.Quorum;

namespace Coterie.Actors.Locks;

/// <summary>One claim, as the members together know it.</summary>
/// <param name="Holder">Who.</param>
/// <param name="Purpose">What for; null if it does not say.</param>
/// <param name="Mode">How.</param>
/// <param name="Votes">The members whose vote it has.</param>
/// <param name="Since">How long it has had the votes of a majority, or has waited for them.</param>
/// <param name="TimeLeft">How long it keeps its votes at most, if it is not heard of again.</param>
/// <param name="IsInside">Whether it has the votes of a majority.</param>
internal sealed record LockClaim(
    string Holder, string? Purpose, VoteMode Mode, IReadOnlyList<int> Votes, TimeSpan Since, TimeSpan TimeLeft, bool IsInside);

/// <summary>One lock, as the members together know it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Token">The token of its holder; null if nobody holds it.</param>
/// <param name="Claims">Those that hold it, then those that wait, the longest first.</param>
/// <param name="More">How many more wait that the members have left out, at least.</param>
internal sealed record LockRow(string Name, long? Token, IReadOnlyList<LockClaim> Claims, int More);

/// <summary>Puts together what several members know.</summary>
internal static class LockTable
{
    /// <summary>The locks in the order of their names.</summary>
    /// <param name="states">What each member knows; null for one that does not answer.</param>
    /// <param name="majority">How many votes a holder has.</param>
    public static IReadOnlyList<LockRow> Of(IReadOnlyList<VoterState?> states, int majority) =>
    [
        .. states.SelectMany((state, member) => (state?.Names ?? []).Select(name => (Member: member, Name: name)))
            .GroupBy(known => known.Name.Name).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Row(group.Key, [.. group], majority)),
    ];

    private static LockRow Row(string name, IReadOnlyList<(int Member, NameState Name)> known, int majority)
    {
        var claims = known.SelectMany(at => at.Name.Claims.Select(claim => (at.Member, Claim: claim)))
            .GroupBy(at => (at.Claim.Session, at.Claim.Number))
            .Select(group => Merge([.. group], majority))
            .OrderByDescending(claim => claim.IsInside).ThenByDescending(claim => claim.Since).ToList();
        var isHeld = claims.Exists(claim => claim.IsInside);
        // A majority knows of each of them.
        var more = Math.Max(0, known.Max(at => at.Name.Claims.Count + at.Name.More) - claims.Count);
        return new LockRow(name, isHeld ? new FencingToken(known.Max(at => at.Name.Floor) + 1).Value : null, claims, more);
    }

    private static LockClaim Merge(IReadOnlyList<(int Member, ClaimState Claim)> known, int majority)
    {
        var votes = known.Where(at => at.Claim.HasVote).Select(at => at.Member).Order().ToList();
        var first = known[0].Claim;
        var isInside = votes.Count >= majority;
        var since = isInside
            ? known.Where(at => at.Claim.HasVote).Select(at => at.Claim.Since).OrderDescending().ElementAt(majority - 1)
            : known.Max(at => at.Claim.Since);
        return new LockClaim(
            known.Select(at => at.Claim.Holder).FirstOrDefault(holder => holder is not null) ?? $"session {first.Session}",
            first.Purpose,
            first.Mode,
            votes,
            since,
            known.Max(at => at.Claim.TimeLeft),
            isInside);
    }
}
