using System.Text;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// What a voter knows, put into words for people, in pages of a limited size: see <see cref="Voter.Describe"/>. It only reads.
/// </summary>
/// <param name="isVoting">Whether the voter votes.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="names">Its names.</param>
/// <param name="sessionLength">How long after the latest beat a session ends.</param>
/// <param name="now">The clock.</param>
internal sealed class VoterView(
    bool isVoting, IReadOnlyDictionary<SessionId, VoterSession> sessions, VotedNames names, TimeSpan sessionLength, TimeSpan now)
{
    // What the numbers of a name or of a request take at most in a description.
    private const int BytesOfNumbers = 90;

    /// <summary>See <see cref="Voter.Describe"/>.</summary>
    public VoterState Describe(string? only, string? after, int most)
    {
        var (first, more) = only is null && after is null ? DescribeSessions(ref most) : ([], 0);
        var page = new List<NameState>();
        foreach (var name in Choose(only, after, most))
        {
            var state = Describe(name, ref most);
            if (page.Count > 0 && (state.More > 0 || most < 0))
                return new VoterState(isVoting, page, IsLast: false) { Sessions = first, MoreSessions = more };
            page.Add(state);
        }
        return new VoterState(isVoting, page, IsLast: true) { Sessions = first, MoreSessions = more };
    }

    // With requests, in their order: more than ever fit, but not all, because to sort no more is much faster.
    private IEnumerable<VotedName> Choose(string? only, string? after, int most)
    {
        IEnumerable<VotedName> chosen = only is null
            ? names.All.Where(name => string.CompareOrdinal(name.Name, after) > 0)
            : names.Find(only) is { } found ? [found] : [];
        return chosen.Where(name => !name.IsFree).OrderBy(name => name.Name, StringComparer.Ordinal)
            .Take((most / BytesOfNumbers) + 2);
    }

    // The oldest ones, in at most half of the room.
    private (IReadOnlyList<SessionState> First, int More) DescribeSessions(ref int room)
    {
        var first = new List<SessionState>();
        var left = room / 2;
        foreach (var session in sessions.Values.OrderBy(session => session.BegunAt).ThenBy(session => session.Id.Value)
            .Take((left / BytesOfNumbers) + 1))
        {
            left -= BytesOfNumbers + Encoding.UTF8.GetByteCount(session.Holder ?? "");
            if (left < 0)
                break;
            first.Add(new SessionState(session.Id, session.Holder, now - session.BegunAt, now - session.HeardAt));
        }
        room -= (room / 2) - Math.Max(left, 0);
        return (first, sessions.Count - first.Count);
    }

    private NameState Describe(VotedName name, ref int room)
    {
        room -= BytesOfNumbers + Encoding.UTF8.GetByteCount(name.Name);
        var claims = new List<ClaimState>();
        foreach (var claim in name.Voted.Concat(name.Waiting))
        {
            var state = Describe(claim);
            room -= BytesOfNumbers + Encoding.UTF8.GetByteCount($"{state.Holder}{state.Purpose}");
            if (room < 0)
                break;
            claims.Add(state);
        }
        return new NameState(name.Name, name.Floor, claims, name.Voted.Count + name.Waiting.Count - claims.Count);
    }

    private ClaimState Describe(VoterClaim claim) => new(
        claim.Session.Id,
        claim.Session.Holder,
        claim.Purpose,
        claim.Number,
        claim.Mode,
        claim.HasVote,
        claim.Inside,
        now - claim.Since,
        claim.Session.HeardAt + sessionLength - now);
}
