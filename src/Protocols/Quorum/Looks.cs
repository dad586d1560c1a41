using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>The looks of a client that some voters have not answered (rule 21).</summary>
/// <param name="session">The session of the client.</param>
/// <param name="terms">What the group has agreed on.</param>
internal sealed class Looks(ClientSession session, QuorumTerms terms)
{
    private readonly SortedDictionary<long, Open> _open = [];

    /// <summary>How many there are.</summary>
    public int Count => _open.Count;

    /// <summary>The numbers of all looks.</summary>
    public IEnumerable<long> Numbers => _open.Keys;

    /// <summary>Asks all voters that answer beats.</summary>
    public void Begin(long number, string name, Outbox outbox)
    {
        var look = new Open(number, name, new VoterAnswer?[terms.Voters]);
        _open.Add(number, look);
        for (var voter = 0; voter < terms.Voters; voter++)
            Send(look, voter, outbox);
    }

    /// <summary>Nobody wants to know any more.</summary>
    public bool End(long number) => _open.Remove(number);

    /// <summary>A voter has answered.</summary>
    public void On(int voter, Seen message)
    {
        if (session.Is(voter, message.Epoch) && _open.TryGetValue(message.Number, out var look))
            look.Answers[voter] = new VoterAnswer(message.Stored, message.IsRecovered);
    }

    /// <summary>
    /// What the answers say, and the look is over; null while too few are here. An answer counts as long as a vote would: the
    /// voter may have lost its memory since.
    /// </summary>
    /// <param name="number">The look.</param>
    /// <param name="enough">How many must have the same stamp.</param>
    /// <param name="isLast">Whether to wait no longer for those that have not answered.</param>
    public SeenByAll? TakeResult(long number, int enough, bool isLast)
    {
        if (!_open.TryGetValue(number, out var look))
            return null;
        var answers = new List<VoterAnswer>(terms.Voters);
        var missing = 0;
        for (var voter = 0; voter < terms.Voters; voter++)
        {
            if (!session.IsAlive(voter))
                continue;
            if (look.Answers[voter] is { } answer)
                answers.Add(answer);
            else
                missing++;
        }
        var agreed = Agreement.Of(answers, enough);
        if (agreed is null && (answers.Count < terms.Majority || (missing > 0 && !isLast)))
            return null;
        _open.Remove(number);
        return new SeenByAll(agreed ?? Agreement.Latest(answers), IsSure: agreed is not null);
    }

    /// <summary>
    /// A voter has lost its memory, or may have: its answers do not count, and it is asked again if it answers beats.
    /// </summary>
    public void Strike(int voter)
    {
        foreach (var look in _open.Values)
            look.Answers[voter] = null;
    }

    /// <summary>Asks a voter that begins to answer beats.</summary>
    public void AskAgain(int voter, Outbox outbox)
    {
        foreach (var look in _open.Values)
        {
            if (look.Answers[voter] is null)
                Send(look, voter, outbox);
        }
    }

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec) =>
        codec.Values(_open, _open.Values, look => look.Number, (fields, look) => Open.Exchange(fields, look, terms.Voters));

    public override string ToString() => string.Join(", ", _open.Values.Select(look => $"{look.Number} of {look.Name}"));

    private void Send(Open look, int voter, Outbox outbox)
    {
        if (session.IsAlive(voter))
            outbox.Send(new ProcessId(voter + 1), new Look(session.Id, look.Number, look.Name));
    }

    private sealed record Open(long Number, string Name, VoterAnswer?[] Answers)
    {
        public static Open Exchange(StateCodec codec, Open? look, int voters)
        {
            var number = codec.Number(look?.Number ?? 0);
            var name = codec.Text(look?.Name ?? "");
            look ??= new Open(number, name, new VoterAnswer?[voters]);
            for (var i = 0; i < voters; i++)
            {
                ref var answer = ref look.Answers[codec.Place(i)];
                if (!codec.Flag(answer is not null))
                {
                    answer = null;
                    continue;
                }
                var (stored, isRecovered) = answer.GetValueOrDefault();
                answer = new VoterAnswer(StampedValue.Exchange(codec, stored), codec.Flag(isRecovered));
            }
            return look;
        }
    }
}

/// <summary>What all answers to a look say together.</summary>
/// <param name="Latest">The largest stamp, with its value.</param>
/// <param name="IsSure">Whether enough voters have exactly that: no earlier value can be seen after it.</param>
internal readonly record struct SeenByAll(StampedValue Latest, bool IsSure);
