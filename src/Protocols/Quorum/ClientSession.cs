using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The session of a client: its beats, and what the voters have heard of them (rules 1 and 2). It knows nothing of locks.
/// </summary>
/// <param name="id">The session.</param>
/// <param name="terms">What the group has agreed on.</param>
/// <param name="holder">Who the client is, for people; null if it does not say.</param>
internal sealed class ClientSession(SessionId id, QuorumTerms terms, string? holder)
{
    private readonly Link[] _links = new Link[terms.Voters];
    private readonly List<SentBeat> _beats = []; // those that are not over, in order
    private long _lastBeat;
    private long _clock;

    /// <summary>Which client.</summary>
    public SessionId Id => id;

    /// <summary>n.</summary>
    public int Voters => _links.Length;

    /// <summary>m.</summary>
    public int Majority => terms.Majority;

    /// <summary>
    /// Whether a majority has ever answered: from then on the logical clock is not far behind that of others.
    /// </summary>
    public bool IsReady { get; private set; }

    /// <summary>The number of the latest beat; 0 before the first.</summary>
    public long LastBeat => _lastBeat;

    /// <summary>A ticket for a request that is made now.</summary>
    public Ticket NewTicket() => new(_clock = Math.Min(_clock + 1, Ticket.MostClock), id);

    /// <summary>
    /// Whether votes of this voter count: it has heard a beat that is not over, in an epoch that has not lapsed.
    /// </summary>
    public bool IsAlive(int voter) => _links[voter].IsAlive;

    /// <summary>The epoch of the session at this voter, while it is alive.</summary>
    public Epoch EpochAt(int voter) => _links[voter].Epoch;

    /// <summary>Until when votes of this voter count, if no further beat is heard.</summary>
    public TimeSpan DeadlineAt(int voter) => Deadlines.Of(_links[voter].SentAt, terms.Lease);

    /// <summary>Whether a message of this epoch is to be taken.</summary>
    public bool Is(int voter, Epoch epoch) => _links[voter].IsAlive && _links[voter].Epoch == epoch;

    /// <summary>Sends the next beat to all voters (rule 1).</summary>
    /// <param name="oldest">See <see cref="Beat.Oldest"/>.</param>
    /// <param name="now">The clock.</param>
    /// <param name="outbox">Where it goes.</param>
    public void SendBeat(long oldest, TimeSpan now, Outbox outbox)
    {
        _lastBeat++;
        _beats.Add(new SentBeat(_lastBeat, now));
        outbox.Set(QuorumTimers.BeatOver(_lastBeat), terms.Lease);
        outbox.Set(QuorumTimers.BeatDue(_lastBeat + 1), terms.BeatInterval);
        for (var voter = 0; voter < _links.Length; voter++)
            SendBeatTo(voter, oldest, outbox);
    }

    /// <summary>
    /// Sends the latest beat again to each voter that has not answered it. It counts from when it was sent first.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    public bool SendBeatAgain(long oldest, Outbox outbox)
    {
        var isAny = false;
        for (var voter = 0; voter < _links.Length; voter++)
        {
            if (_links[voter].IsForeign || (_links[voter].IsAlive && _links[voter].Heard == _lastBeat))
                continue;
            SendBeatTo(voter, oldest, outbox);
            isAny = true;
        }
        return isAny;
    }

    /// <summary>A voter has heard a beat.</summary>
    /// <param name="voter">Its index.</param>
    /// <param name="message">Its answer.</param>
    /// <param name="now">The clock.</param>
    /// <param name="mayCountAgain">
    /// Whether an epoch that has lapsed may count again, which breaks rule 2. Museum: counts-after-late-heard.
    /// </param>
    /// <returns>What this changes.</returns>
    public Hearing On(int voter, Heard message, TimeSpan now, bool mayCountAgain)
    {
        ref var link = ref _links[voter];
        _clock = Math.Max(_clock, message.Clock);
        link.IsForeign = false;
        var place = _beats.FindIndex(beat => beat.Number == message.Number);
        if (place < 0 || message.Number < link.Fresh || !Deadlines.Counts(now, _beats[place].At, terms.Lease))
            return Hearing.Nothing;
        if (!mayCountAgain && message.Epoch == link.Lapsed)
            return Hearing.Nothing;
        if (link.IsAlive && link.Epoch != message.Epoch)
        {
            // The voter was restarted, or has ended the session. Only the answer to a fresh beat shows which epoch is the later.
            Lapse(voter);
            link.Fresh = _lastBeat + 1;
            return Hearing.OtherEpoch;
        }
        if (link.IsAlive)
        {
            if (message.Number > link.Heard)
                (link.Heard, link.SentAt) = (message.Number, _beats[place].At);
            return Hearing.Nothing;
        }
        (link.IsAlive, link.Epoch, link.Heard, link.SentAt) = (true, message.Epoch, message.Number, _beats[place].At);
        IsReady |= CountAlive() >= terms.Majority;
        return Hearing.Alive;
    }

    /// <summary>The voter belongs to another group.</summary>
    /// <returns>Whether this is news.</returns>
    public bool OnForeign(int voter)
    {
        var isNews = !_links[voter].IsForeign;
        _links[voter].IsForeign = true;
        return isNews;
    }

    /// <summary>Whether votes of a voter that is alive stopped counting by the clock, which nobody has noticed yet.</summary>
    public bool IsPast(int voter, TimeSpan now) =>
        _links[voter].IsAlive && !Deadlines.Counts(now, _links[voter].SentAt, terms.Lease);

    /// <summary>Whether the latest beat that this voter has heard is this one, or an earlier one.</summary>
    public bool IsBy(int voter, long beat) => _links[voter].IsAlive && _links[voter].Heard <= beat;

    /// <summary>The votes of this voter stop counting, and never count again (rule 2).</summary>
    public void Lapse(int voter)
    {
        ref var link = ref _links[voter];
        (link.IsAlive, link.Lapsed) = (false, link.Epoch);
    }

    /// <summary>A beat is over: nothing counts by it any more.</summary>
    public void ForgetBeat(long number) => _beats.RemoveAll(beat => beat.Number <= number);

    /// <summary>Passes the state through <paramref name="codec"/>.</summary>
    public void Exchange(StateCodec codec)
    {
        _lastBeat = codec.Number(_lastBeat);
        _clock = codec.Number(_clock);
        IsReady = codec.Flag(IsReady);
        codec.List(_beats, (fields, beat) =>
            new SentBeat(fields.Number(beat.Number), new TimeSpan(fields.Number(beat.At.Ticks))));
        for (var i = 0; i < _links.Length; i++)
            _links[codec.Place(i)].Exchange(codec);
    }

    public override string ToString() =>
        $"session {id}, beat {_lastBeat}, clock {_clock}, voters [{string.Join("; ", _links.Select(link => link.ToString()))}]";

    private int CountAlive()
    {
        var count = 0;
        foreach (var link in _links)
            count += link.IsAlive ? 1 : 0;
        return count;
    }

    private void SendBeatTo(int voter, long oldest, Outbox outbox) => outbox.Send(
        new ProcessId(voter + 1), new Beat(id, _lastBeat, oldest, _links[voter].LapsedEpoch, terms.Group, holder));

    private readonly record struct SentBeat(long Number, TimeSpan At);

    /// <summary>What a client knows of one voter.</summary>
    private struct Link
    {
        public bool IsAlive; // it has heard a beat that is not over
        public bool IsForeign; // its last answer was that it belongs to another group
        public Epoch Epoch; // while it is alive
        public Epoch Lapsed; // the last epoch that lapsed; the default for none
        public long Heard; // the latest beat that it has heard in this epoch
        public TimeSpan SentAt; // when that was sent
        public long Fresh; // answers to earlier beats may come from an earlier epoch

        public readonly Epoch? LapsedEpoch => Lapsed == default ? null : Lapsed;

        public void Exchange(StateCodec codec)
        {
            IsAlive = codec.Flag(IsAlive);
            IsForeign = codec.Flag(IsForeign);
            Epoch = Exchange(codec, Epoch);
            Lapsed = Exchange(codec, Lapsed);
            Heard = codec.Number(Heard);
            SentAt = new TimeSpan(codec.Number(SentAt.Ticks));
            Fresh = codec.Number(Fresh);
        }

        public override readonly string ToString() => IsAlive ? $"{Epoch} heard {Heard}" : $"silent, lapsed {Lapsed}";

        private static Epoch Exchange(StateCodec codec, Epoch epoch) =>
            new(codec.Number(epoch.Incarnation), codec.Number(epoch.Number));
    }
}

/// <summary>What the answer to a beat changes.</summary>
internal enum Hearing
{
    /// <summary>Nothing for the locks.</summary>
    Nothing,

    /// <summary>The voter is alive from now on: it can be asked for votes.</summary>
    Alive,

    /// <summary>The voter has another epoch: its votes have stopped counting, and a fresh beat is needed.</summary>
    OtherEpoch,
}
