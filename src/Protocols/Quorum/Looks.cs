using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The looks of a client whose results have not been told yet (rule 21). An answer counts as long as a vote would: the voter may
/// have lost its memory since.
/// </summary>
/// <remarks>
/// In the methods, <c>enough</c> says how many voters must have the same stamp: a majority, or rule 21 is broken.
/// </remarks>
/// <param name="self">The client.</param>
/// <param name="session">Its session.</param>
/// <param name="resend">Makes the client call <see cref="SendAgain"/>.</param>
internal sealed class Looks(ProcessId self, ClientSession session, ResendTimer resend)
{
    private readonly SortedDictionary<long, Open> _open = [];

    /// <summary>How many there are.</summary>
    public int Count => _open.Count;

    /// <summary>Asks all voters that answer beats. One that does not is asked when it does.</summary>
    public void Begin(LookAt command, Outbox outbox)
    {
        var look = new Open(command.Claim, command.Name, new VoterAnswer?[session.Voters]);
        _open.Add(look.Number, look);
        for (var voter = 0; voter < session.Voters; voter++)
            Send(look, voter, outbox);
        resend.Set(outbox);
    }

    /// <summary>Nobody wants to know any more.</summary>
    public bool End(long number) => _open.Remove(number);

    /// <summary>A voter has answered.</summary>
    public void On(int voter, Seen message, int enough, Outbox outbox)
    {
        if (!_open.TryGetValue(message.Number, out var look))
            return;
        if (session.Is(voter, message.Epoch))
            look.Answers[voter] = new VoterAnswer(message.Stored, message.IsRecovered);
        TryEnd(look, enough, isLast: false, outbox);
    }

    /// <summary>Asks again; and whoever has not answered until now may be down, so that nobody waits for it any longer.</summary>
    /// <returns>Whether an answer is missing.</returns>
    public bool SendAgain(int enough, Outbox outbox)
    {
        foreach (var look in _open.Values.ToList())
            TryEnd(look, enough, isLast: true, outbox);
        for (var voter = 0; voter < session.Voters; voter++)
            AskAgain(voter, outbox);
        return _open.Count > 0;
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
        codec.Values(_open, _open.Values, look => look.Number, (fields, look) => Open.Exchange(fields, look, session.Voters));

    public override string ToString() => string.Join(", ", _open.Values.Select(look => $"{look.Number} of {look.Name}"));

    // Tells what the answers say, as soon as so many are here that nothing would change.
    private void TryEnd(Open look, int enough, bool isLast, Outbox outbox)
    {
        var answers = new List<VoterAnswer>(session.Voters);
        var missing = 0;
        for (var voter = 0; voter < session.Voters; voter++)
        {
            if (!session.IsAlive(voter))
                continue;
            if (look.Answers[voter] is { } answer)
                answers.Add(answer);
            else
                missing++;
        }
        var agreed = Agreement.Of(answers, enough);
        if (agreed is null && (answers.Count < session.Majority || (missing > 0 && !isLast)))
            return;
        _open.Remove(look.Number);
        outbox.Tell(new ValueRead(
            new Timestamp(look.Number, self), agreed ?? Agreement.Latest(answers), IsSure: agreed is not null));
    }

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
