using System.Numerics;
using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// How a voter that lost its memory becomes a voter again (rule 12). It waits until the votes of its earlier lives have ended.
/// Then it asks all others, round after round, for the floors that they know, until a majority of the others has told all, or
/// until it is sure that it has nothing to remember:
/// (a) in two rounds, one after the other, all others said that they have no memory either, and none was restarted in between: so
/// there was a moment at which nobody remembered anything, and the group begins without floors;
/// (b) another voter began in this way together with the present life of this one, which has not voted since.
/// </summary>
internal sealed class Recovery(ProcessId self, QuorumTerms terms, long incarnation)
{
    private readonly Dictionary<string, Known> _floors = new(StringComparer.Ordinal);
    private readonly PerProcess<Answer> _answers = new(terms.Voters);
    private long _round; // 0 while it waits for the end of its earlier votes

    /// <summary>The floor of every name that <see cref="Floors"/> does not have.</summary>
    public long Base { get; private set; }

    /// <summary>
    /// The largest floors that were told, and the latest values. A value is as good as stored here by a client if so many others
    /// have it from a client that every majority has one of them: then nobody can be inside who does not know it. Otherwise it is
    /// recovered, and does not count as stored here.
    /// </summary>
    public IEnumerable<NamedFloor> Floors => _floors.Values.Select(known => new NamedFloor(
        known.Name, known.Floor, known.Stored, BitOperations.PopCount(known.Holders) <= terms.Voters - terms.Majority));

    /// <summary>Whether all others began without any memory, together with this one.</summary>
    public bool IsFounding { get; private set; }

    /// <summary>The wait is over: asks for the first time.</summary>
    /// <param name="enough">How many of the others must tell their floors.</param>
    /// <param name="outbox">Where the questions go.</param>
    /// <returns>Whether the voter knows enough.</returns>
    public bool Begin(int enough, Outbox outbox)
    {
        IsFounding = terms.Voters == 1;
        Ask(outbox);
        return IsFounding || enough == 0;
    }

    /// <summary>Asks again: a new round.</summary>
    public void Ask(Outbox outbox)
    {
        _round++;
        for (var id = 1; id <= terms.Voters; id++)
        {
            var voter = new ProcessId(id);
            if (voter != self && !_answers[voter].IsComplete)
                AskOne(voter, outbox);
        }
        if (terms.Voters > 1)
            outbox.Set(TimerId.Resend, terms.Resend);
    }

    /// <summary>Takes a page of floors.</summary>
    /// <returns>Whether the voter knows enough.</returns>
    public bool On(ProcessId from, Floors message, int enough, Outbox outbox)
    {
        ref var answer = ref _answers[from];
        if (message.Round != _round || _round == 0 || answer.IsComplete)
            return false;
        Base = Math.Max(Base, message.Base);
        foreach (var told in message.Page)
        {
            _floors[told.Name] = _floors.GetValueOrDefault(told.Name).With(from, told);
        }
        answer.ForgotIn = 0;
        answer.IsComplete = message.IsLast;
        answer.After = message.Page.Count > 0 ? message.Page[^1].Name : answer.After;
        if (!message.IsLast && !message.IsFoundedWith)
            AskOne(from, outbox);
        return message.IsFoundedWith || CountComplete() >= enough;
    }

    /// <summary>Another voter has no memory either.</summary>
    /// <returns>Whether the voter knows enough: that there is nothing to know.</returns>
    public bool On(ProcessId from, Forgotten message, Outbox outbox)
    {
        ref var answer = ref _answers[from];
        if (message.Round != _round || _round == 0 || answer.ForgotIn == _round)
            return false;
        var isSame = answer.ForgotIn == _round - 1 && answer.Incarnation == message.Incarnation;
        answer = new Answer
        {
            ForgotIn = _round,
            Incarnation = message.Incarnation,
            Rounds = isSame ? Math.Min(answer.Rounds + 1, 2) : 1,
        };
        if (!AllForgot(1))
            return false;
        IsFounding = AllForgot(2);
        if (!IsFounding)
            Ask(outbox);
        return IsFounding;
    }

    /// <summary>The life of another voter, together with which this one began without memory.</summary>
    public long FoundedWith(ProcessId voter) => _answers[voter].Incarnation;

    /// <summary>Passes the state through <paramref name="codec"/>.</summary>
    public void Exchange(StateCodec codec)
    {
        _round = codec.Number(_round);
        Base = codec.Number(Base);
        IsFounding = codec.Flag(IsFounding);
        for (var i = 0; i < _answers.Count; i++)
            _answers.Values[codec.Place(i)].Exchange(codec);
        ExchangeFloors(codec);
    }

    private void ExchangeFloors(StateCodec codec) => codec.Values(
        _floors,
        _floors.Values.OrderBy(floor => floor.Name, StringComparer.Ordinal),
        floor => floor.Name,
        (fields, floor) => Known.Exchange(fields, floor, terms.Voters));

    private void AskOne(ProcessId voter, Outbox outbox) =>
        outbox.Send(voter, new Recall(incarnation, _round, _answers[voter].After, terms.Group));

    private int CountComplete()
    {
        var count = 0;
        foreach (ref var answer in _answers)
            count += answer.IsComplete ? 1 : 0;
        return count;
    }

    private bool AllForgot(int rounds)
    {
        for (var id = 1; id <= terms.Voters; id++)
        {
            var answer = _answers[new ProcessId(id)];
            if (id != self.Value && (answer.ForgotIn != _round || answer.Rounds < rounds))
                return false;
        }
        return true;
    }

    /// <summary>What the others have told of one name.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Floor">The largest floor.</param>
    /// <param name="Stored">The latest value.</param>
    /// <param name="Holders">The voters that have this value from a client: one bit each.</param>
    private readonly record struct Known(string Name, long Floor, StampedValue Stored, uint Holders)
    {
        public Known With(ProcessId voter, in NamedFloor told)
        {
            var isLater = told.Stored.Stamp > Stored.Stamp;
            var stored = isLater ? told.Stored : Stored;
            var holder = told.Stored != default && told.Stored.Stamp == stored.Stamp && !told.IsRecovered ? 1u << voter.Value : 0;
            return new Known(told.Name, Math.Max(told.Floor, Floor), stored, (isLater ? 0 : Holders) | holder);
        }

        public static Known Exchange(StateCodec codec, Known known, int voters)
        {
            var name = codec.Text(known.Name ?? "");
            var floor = codec.Number(known.Floor);
            var stored = StampedValue.Exchange(codec, known.Stored);
            var holders = 0u;
            for (var i = 0; i < voters; i++)
            {
                var bit = 1u << (codec.Place(i) + 1);
                holders |= codec.Flag((known.Holders & bit) != 0) ? bit : 0;
            }
            return new Known(name, floor, stored, holders);
        }
    }

    /// <summary>What one of the others has answered.</summary>
    private struct Answer
    {
        public bool IsComplete; // it has told all floors
        public string? After; // the last name that it told
        public long ForgotIn; // the round in which it said that it has no memory; 0 for none
        public long Incarnation; // its life then
        public int Rounds; // in how many rounds without a break it said so in that life; 2 stands for more

        public void Exchange(StateCodec codec)
        {
            IsComplete = codec.Flag(IsComplete);
            After = codec.Flag(After is not null) ? codec.Text(After ?? "") : null;
            ForgotIn = codec.Number(ForgotIn);
            Incarnation = codec.Number(Incarnation);
            Rounds = (int)codec.Number(Rounds);
        }
    }
}
