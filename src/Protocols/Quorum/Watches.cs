using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The watches of a client (rule 24). It keeps no values: of each watched name it has the stamps that the voters have told, and
/// the stamp of the value that it has told itself.
/// </summary>
/// <param name="session">The session of the client.</param>
/// <param name="terms">What the group has agreed on.</param>
internal sealed class Watches(ClientSession session, QuorumTerms terms)
{
    // After so many messages of a voter the client answers; fewer are answered after the next beat.
    private const int MostBeforeAnswer = MostUnanswered / 4;

    // A message stays far below the largest frame.
    private const int MostCharacters = 20_000;

    private readonly SortedDictionary<long, ClientWatch> _watches = [];
    private readonly WatchIndex<ClientWatch> _index = new();
    private readonly List<ClientWatch> _found = [];
    private readonly SortedDictionary<long, uint> _ended = []; // for each watch that is over, the voters that may not know it
    private readonly ChangeStream[] _streams = [.. Enumerable.Range(0, terms.Voters).Select(_ => new ChangeStream())];
    private long _last;

    /// <summary>How many watches and watched names there are.</summary>
    public int Size => _watches.Values.Sum(watch => 1 + watch.NameCount) + _ended.Count;

    /// <summary>Begins or ends a watch.</summary>
    /// <returns>Whether it was in turn.</returns>
    public bool On(ICommand command, Outbox outbox)
    {
        switch (command)
        {
            case BeginWatch m when m.Watch > _last:
                if (_watches.Count < MostWatches)
                    Begin(m, outbox);
                else
                    outbox.Tell(new TooManyWatches(m));
                return true;
            case StopWatch m when _watches.Remove(m.Watch, out var watch):
                Stop(watch, outbox);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A voter has answered a beat, in the epoch that counts: what has come from it is answered.</summary>
    /// <param name="voter">Its index.</param>
    /// <param name="unanswered">See <see cref="Heard.Unanswered"/>.</param>
    /// <param name="asksForLost">Rule 24: whether what has not come is asked for again.</param>
    /// <param name="outbox">Where the answer goes.</param>
    public void OnHeard(int voter, long unanswered, bool asksForLost, Outbox outbox)
    {
        if (unanswered == 0)
            return;
        if (!asksForLost)
            _streams[voter].Skip(unanswered);
        Answer(voter, unanswered > _streams[voter].Number ? unanswered : 0, outbox);
    }

    /// <summary>A voter has told values, in the epoch that counts.</summary>
    /// <param name="voter">Its index.</param>
    /// <param name="message">What it has told.</param>
    /// <param name="needed">Rule 24: how many voters must have told a stamp.</param>
    /// <param name="outbox">Where the values go.</param>
    /// <returns>Whether voters have different values of a name.</returns>
    public bool On(int voter, Changed message, int needed, Outbox outbox)
    {
        var stream = _streams[voter];
        if (!stream.Take(message))
            return false;
        var areUnsettled = false;
        foreach (var value in message.Page)
        {
            _index.Find(value.Name, _found);
            foreach (var watch in _found)
                areUnsettled |= watch.On(voter, value, needed, outbox);
            _found.Clear();
        }
        foreach (var number in stream.TakeListed())
        {
            if (_watches.TryGetValue(number, out var watch))
                watch.SetListed(voter, terms.Majority, outbox);
        }
        if (stream.Number - stream.Answered >= MostBeforeAnswer)
            Answer(voter, 0, outbox);
        return areUnsettled;
    }

    /// <summary>A voter has ended a watch.</summary>
    public void On(int voter, WatchEnded message) => End(message.Number, voter);

    /// <summary>
    /// What a voter has told does not count any more: it may have lost its memory, and has ended the watches or will do so.
    /// </summary>
    public void Strike(int voter, Outbox outbox)
    {
        _streams[voter] = new ChangeStream();
        foreach (var watch in _watches.Values)
            watch.Strike(voter, terms.Majority, outbox);
        foreach (var number in _ended.Keys.ToList())
            End(number, voter);
    }

    /// <summary>Asks a voter that begins to answer beats.</summary>
    /// <returns>Whether there is anything to ask for.</returns>
    public bool AskAgain(int voter, Outbox outbox) => Send(voter, _watches.Values, outbox);

    /// <summary>
    /// Sends again what has no answer, and tells of which names the voters still have different values: what they have sent of
    /// these may be lost.
    /// </summary>
    /// <param name="asksForLost">Rule 24: whether what has not come is asked for again.</param>
    /// <param name="outbox">Where it goes.</param>
    /// <returns>Whether there is any of it.</returns>
    public bool SendAgain(bool asksForLost, Outbox outbox)
    {
        var isAny = _ended.Count > 0;
        foreach (var (number, voters) in _ended)
        {
            for (var voter = 0; voter < terms.Voters; voter++)
            {
                if ((voters & (1u << voter)) != 0)
                    outbox.Send(new ProcessId(voter + 1), new EndWatch(session.Id, number));
            }
        }
        for (var voter = 0; voter < terms.Voters; voter++)
            isAny |= Send(voter, _watches.Values.Where(watch => !watch.IsListedBy(voter)), outbox);
        var areUnsettled = false;
        foreach (var watch in _watches.Values)
            areUnsettled |= watch.TellUnsettled(outbox);
        for (var voter = 0; voter < terms.Voters && areUnsettled && asksForLost; voter++)
        {
            if (session.IsAlive(voter))
                Answer(voter, long.MaxValue, outbox);
        }
        return isAny | areUnsettled;
    }

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec)
    {
        _last = codec.Number(_last);
        codec.Values(
            _watches,
            _watches.Values,
            watch => watch.Number,
            (fields, watch) => ClientWatch.Exchange(fields, watch, terms.Voters));
        _index.Clear();
        foreach (var watch in _watches.Values)
            _index.Add(watch);
        var ended = _ended.ToList();
        codec.List(ended, (fields, watch) => new KeyValuePair<long, uint>(
            fields.Number(watch.Key), ExchangeVoters(fields, watch.Value, terms.Voters)));
        _ended.Clear();
        foreach (var (number, voters) in ended)
            _ended.Add(number, voters);
        for (var i = 0; i < terms.Voters; i++)
            _streams[codec.Place(i)].Exchange(codec);
    }

    public override string ToString() => string.Join("; ", _watches.Values);

    /// <summary>A set of voters, one bit each.</summary>
    internal static uint ExchangeVoters(StateCodec codec, uint set, int voters)
    {
        var result = 0u;
        for (var i = 0; i < voters; i++)
        {
            var bit = 1u << codec.Place(i);
            result |= codec.Flag((set & bit) != 0) ? bit : 0;
        }
        return result;
    }

    private void Begin(BeginWatch command, Outbox outbox)
    {
        _last = command.Watch;
        var watch = new ClientWatch(command.Watch, command.Name, command.IsPrefix, terms.Voters);
        _watches.Add(watch.Number, watch);
        _index.Add(watch);
        outbox.Note(new WatchBegun(watch.Number, watch.Name, watch.IsPrefix));
        for (var voter = 0; voter < terms.Voters; voter++)
            Send(voter, [watch], outbox);
    }

    private void Stop(ClientWatch watch, Outbox outbox)
    {
        _index.Remove(watch);
        outbox.Note(new WatchStopped(watch.Number));
        var voters = 0u;
        for (var voter = 0; voter < terms.Voters; voter++)
        {
            if (!session.IsAlive(voter))
                continue; // if it has the watch, it ends it with the session
            voters |= 1u << voter;
            outbox.Send(new ProcessId(voter + 1), new EndWatch(session.Id, watch.Number));
        }
        if (voters != 0)
            _ended.Add(watch.Number, voters);
    }

    private void End(long number, int voter)
    {
        if (!_ended.TryGetValue(number, out var voters))
            return;
        voters &= ~(1u << voter);
        if (voters == 0)
            _ended.Remove(number);
        else
            _ended[number] = voters;
    }

    private bool Send(int voter, IEnumerable<ClientWatch> watches, Outbox outbox)
    {
        if (!session.IsAlive(voter))
            return false;
        var isAny = false;
        var (page, characters) = (new List<NamedWatch>(), 0);
        foreach (var watch in watches)
        {
            if (page.Count == MostOfPage || (page.Count > 0 && characters + watch.Name.Length > MostCharacters))
            {
                outbox.Send(new ProcessId(voter + 1), new Watch(session.Id, page));
                (page, characters) = ([], 0);
            }
            page.Add(new NamedWatch(watch.Number, watch.Name, watch.IsPrefix));
            characters += watch.Name.Length;
            isAny = true;
        }
        if (isAny)
            outbox.Send(new ProcessId(voter + 1), new Watch(session.Id, page));
        return isAny;
    }

    private void Answer(int voter, long lost, Outbox outbox)
    {
        var stream = _streams[voter];
        stream.Answered = stream.Number;
        outbox.Send(
            new ProcessId(voter + 1), new Followed(session.Id, session.EpochAt(voter), stream.Number, lost));
    }

    /// <summary>What has come from one voter in its present epoch.</summary>
    private sealed class ChangeStream
    {
        private readonly List<(long At, long Watch)> _listed = []; // in messages before which some are missing
        private uint _later; // the messages that have come after a missing one: the lowest bit is the first after Number

        /// <summary>All messages up to this have come.</summary>
        public long Number { get; private set; }

        /// <summary>All up to this have been answered, if the answer was not lost.</summary>
        public long Answered { get; set; }

        /// <summary>A message has come.</summary>
        /// <returns>Whether it is new.</returns>
        public bool Take(Changed message)
        {
            var place = message.Number - Number - 1;
            if (place is < 0 or >= MostUnanswered || (_later & (1u << (int)place)) != 0)
                return false;
            _later |= 1u << (int)place;
            foreach (var watch in message.Listed)
                _listed.Add((message.Number, watch));
            for (; (_later & 1) != 0; _later >>= 1)
                Number++;
            return true;
        }

        /// <summary>The watches of which all values have come.</summary>
        public List<long> TakeListed()
        {
            if (_listed.Count == 0)
                return [];
            List<long> complete = [.. _listed.Where(listed => listed.At <= Number).Select(listed => listed.Watch)];
            _listed.RemoveAll(listed => listed.At <= Number);
            return complete;
        }

        /// <summary>As if all up to this had come. The museum alone does that.</summary>
        public void Skip(long number)
        {
            for (; Number < number; _later >>= 1)
                Number++;
        }

        public void Exchange(StateCodec codec)
        {
            Number = codec.Number(Number);
            Answered = codec.Number(Answered);
            _later = (uint)codec.Number(_later);
            codec.List(_listed, (fields, listed) => (fields.Number(listed.At), fields.Number(listed.Watch)));
        }
    }
}
