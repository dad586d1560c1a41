using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The sessions of a voter: when each begins and ends, and which requests of it are over (rules 1, 2, 3 and 11). Whatever ends
/// with a session ends its votes in <see cref="Voting"/>.
/// </summary>
/// <remarks>
/// In the methods, <c>length</c> is how long after the latest beat a session ends (rule 3), and <c>rise</c> how much the floor
/// rises if a vote ends without a release (rule 16).
/// </remarks>
/// <param name="incarnation">The life of the voter.</param>
/// <param name="watches">The watches, which end with their sessions.</param>
/// <param name="voting">The requests.</param>
internal sealed class VoterSessions(long incarnation, VoterWatches watches, Voting voting)
{
    private readonly Dictionary<SessionId, VoterSession> _sessions = [];
    private long _begun;

    public IReadOnlyDictionary<SessionId, VoterSession> ById => _sessions;

    /// <summary>Whether there has ever been one in this life.</summary>
    public bool HaveBegun => _begun > 0;

    /// <summary>How many sessions and requests there are.</summary>
    public int Size => _sessions.Count + _sessions.Values.Sum(session => session.Claims.Count);

    /// <summary>The session; null if it is unknown.</summary>
    public VoterSession? Find(SessionId id) => _sessions.GetValueOrDefault(id);

    /// <summary>The request to which exactly this vote is out; otherwise null (rule 7).</summary>
    public VoterClaim? FindVote(SessionId id, long number, Epoch epoch, long vote) =>
        _sessions.TryGetValue(id, out var session) && session.Epoch == epoch
            && session.Claims.TryGetValue(number, out var claim) && claim.HasVote && claim.Vote == vote
            ? claim
            : null;

    /// <summary>
    /// Whether a store is a copy of the last one of a request, which was taken, and which released the request (rule 20).
    /// </summary>
    public bool HasStoredLast(Store message) =>
        _sessions.TryGetValue(message.Session, out var session) && session.Epoch == message.Epoch
        && session.LastStores.Contains((message.Number, message.Value.Stamp));

    /// <summary>A beat: the session begins, or goes on.</summary>
    public VoterSession On(ProcessId from, Beat message, TimeSpan now, TimeSpan length, int rise, Outbox outbox)
    {
        var session = Find(message.Session);
        if (session is not null && session.Epoch == message.Lapsed)
        {
            End(session, rise, outbox);
            session = null;
        }
        session ??= Begin(message.Session, now, outbox);
        (session.Client, session.Holder) = (from, message.Holder ?? session.Holder);
        if (message.Number > session.Beat)
        {
            (session.Beat, session.HeardAt) = (message.Number, now);
            outbox.Set(QuorumTimers.SessionOver(session.Id), length);
        }
        ForgetOlder(session, message.Oldest, rise, outbox);
        return session;
    }

    /// <summary>No beat came for too long, or the client counts nothing of the session any more (rules 3 and 7).</summary>
    public void End(VoterSession session, int rise, Outbox outbox)
    {
        _sessions.Remove(session.Id);
        watches.End(session.Id);
        outbox.Cancel(QuorumTimers.SessionOver(session.Id));
        outbox.Note(new Voter.SessionEnded(session.Id));
        foreach (var claim in session.Claims.Values.ToList())
            voting.EndUnreleased(claim, rise, outbox);
    }

    /// <summary>A crash has ended all timers, and the voter still has the sessions.</summary>
    public void Restart(TimeSpan length, Outbox outbox)
    {
        foreach (var session in _sessions.Values)
            outbox.Set(QuorumTimers.SessionOver(session.Id), length);
    }

    /// <summary>Gives up the room that many requests once took.</summary>
    public void Trim()
    {
        foreach (var session in _sessions.Values)
            session.Claims.TrimExcess();
    }

    /// <summary>Whether a request belongs to a session that has not ended, and is not over.</summary>
    public bool IsOpen(VoterClaim claim) =>
        Find(claim.Session.Id) == claim.Session
        && claim.Session.Claims.GetValueOrDefault(claim.Number) == claim && !claim.Session.Over.Contains(claim.Number);

    /// <summary>See <see cref="IMachine.Exchange"/>; without the requests.</summary>
    public void Exchange(StateCodec codec)
    {
        _begun = codec.Number(_begun);
        codec.Values(
            _sessions, _sessions.Values.OrderBy(session => session.Id.Value), session => session.Id, VoterSession.Exchange);
    }

    public override string ToString() =>
        string.Join("; ", _sessions.Values.Select(session => $"{session.Id} {session.Epoch} beat {session.Beat}"));

    private VoterSession Begin(SessionId id, TimeSpan now, Outbox outbox)
    {
        var session = new VoterSession(id, new Epoch(incarnation, ++_begun), now);
        _sessions.Add(id, session);
        outbox.Note(new Voter.SessionBegun(id));
        return session;
    }

    // The client says that they are over: it may have forgotten with which token.
    private void ForgetOlder(VoterSession session, long oldest, int rise, Outbox outbox)
    {
        session.Over.AddUpTo(oldest - 1);
        session.LastStores.RemoveAll(last => last.Number < oldest);
        foreach (var claim in session.Claims.Values.Where(claim => claim.Number < oldest).ToList())
            voting.EndUnreleased(claim, rise, outbox);
    }
}
