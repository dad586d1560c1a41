using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The releases of a client that some voters have not answered (rule 11). A voter that does not answer beats is left out: when it
/// answers again, it has ended the session of before.
/// </summary>
/// <param name="session">The session of the client.</param>
/// <param name="voters">n.</param>
internal sealed class Farewells(ClientSession session, int voters)
{
    private readonly SortedDictionary<long, Farewell> _open = [];

    /// <summary>How many releases some voter has not answered.</summary>
    public int Count => _open.Count;

    /// <summary>The smallest number of their requests; null if there are none.</summary>
    public long? Oldest
    {
        get
        {
            foreach (var number in _open.Keys)
                return number;
            return null;
        }
    }

    /// <summary>A request is over: tells all voters that may have it.</summary>
    public void Add(Ballot ballot, Outbox outbox)
    {
        var farewell = new Farewell(ballot.Number, ballot.Name.Name, ballot.Token);
        for (var voter = 0; voter < voters; voter++)
        {
            if (!session.IsAlive(voter))
                continue;
            farewell.Expect(voter);
            Send(farewell, voter, outbox);
        }
        if (farewell.IsOpen)
            _open.Add(farewell.Number, farewell);
    }

    /// <summary>
    /// A voter has a request that is over. If a release is on its way to this voter, it is sent again only if no answer comes.
    /// </summary>
    public void Repeat(int voter, long number, Outbox outbox)
    {
        if (!_open.TryGetValue(number, out var farewell))
            outbox.Send(new ProcessId(voter + 1), new Release(session.Id, number, null, 0));
        else if (!farewell.Expects(voter))
            Send(farewell, voter, outbox);
    }

    /// <summary>A voter has answered.</summary>
    public void End(long number, int voter)
    {
        if (_open.TryGetValue(number, out var farewell) && !farewell.End(voter))
            _open.Remove(number);
    }

    /// <summary>A voter does not answer any more.</summary>
    public void EndAll(int voter)
    {
        foreach (var number in _open.Keys.ToList())
            End(number, voter);
    }

    /// <summary>Sends again what has no answer.</summary>
    public void SendAgain(Outbox outbox)
    {
        foreach (var farewell in _open.Values)
        {
            for (var voter = 0; voter < voters; voter++)
            {
                if (farewell.Expects(voter))
                    Send(farewell, voter, outbox);
            }
        }
    }

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec) => codec.Values(
        _open, _open.Values, farewell => farewell.Number, (fields, farewell) => Farewell.Exchange(fields, farewell, voters));

    public override string ToString() => string.Join(", ", _open.Keys);

    private void Send(Farewell farewell, int voter, Outbox outbox) => outbox.Send(
        new ProcessId(voter + 1), new Release(session.Id, farewell.Number, farewell.Name, farewell.Token));

    /// <summary>A release that some voters have not answered.</summary>
    /// <param name="number">The request that is over.</param>
    /// <param name="name">What was locked.</param>
    /// <param name="token">The number of its token; 0 for none.</param>
    private sealed class Farewell(long number, string name, long token)
    {
        private int _expected; // the voters whose answer is expected: one bit each

        public long Number { get; } = number;

        public string Name { get; } = name;

        public long Token { get; } = token;

        public bool IsOpen => _expected != 0;

        public bool Expects(int voter) => (_expected & (1 << voter)) != 0;

        public void Expect(int voter) => _expected |= 1 << voter;

        /// <summary>No answer of this voter is expected any more.</summary>
        /// <returns>Whether one of another voter is.</returns>
        public bool End(int voter)
        {
            _expected &= ~(1 << voter);
            return IsOpen;
        }

        public static Farewell Exchange(StateCodec codec, Farewell? farewell, int voters)
        {
            var number = codec.Number(farewell?.Number ?? 0);
            var name = codec.Text(farewell?.Name ?? "");
            var token = codec.Number(farewell?.Token ?? 0);
            farewell ??= new Farewell(number, name, token);
            for (var i = 0; i < voters; i++)
            {
                var voter = codec.Place(i);
                if (codec.Flag(farewell.Expects(voter)))
                    farewell.Expect(voter);
                else
                    farewell.End(voter);
            }
            return farewell;
        }
    }
}
