using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// One life of a voter (rule 12): whether it has its memory and votes; with whom it began without memory; and the number above
/// all floors that a durable voter has stored for its next life.
/// </summary>
/// <param name="self">The voter.</param>
/// <param name="terms">What the group has agreed on.</param>
/// <param name="incarnation">Names this life.</param>
/// <param name="isDurable">Whether it stores what must survive this life.</param>
/// <param name="numberAbove">Which number it stores before it tells a floor.</param>
internal sealed class VoterLife(
    ProcessId self, QuorumTerms terms, long incarnation, bool isDurable, Func<long, long> numberAbove)
{
    private readonly PerProcess<long> _foundedWith = new(terms.Voters);
    private Recovery? _recovery; // null once it has a memory
    private bool _isWaiting; // it has its memory, and waits for the end of its earlier votes
    private long _reserved = -1; // what a durable voter has stored: the number above all floors; -1 for none

    public long Incarnation => incarnation;

    public bool IsDurable => isDurable;

    /// <summary>Whether it votes. Otherwise it recovers, or waits until the votes of its earlier lives have ended.</summary>
    public bool IsVoting => _recovery is null && !_isWaiting;

    /// <summary>Whether it has its memory, but must not vote yet.</summary>
    public bool IsWaiting => _isWaiting;

    /// <summary>Whether it has lost its memory, and has not learnt from others yet what it needs.</summary>
    public bool IsRecovering => _recovery is not null;

    /// <summary>It has lost its memory.</summary>
    public void Recover() => _recovery = NewRecovery();

    /// <summary>It has what an earlier life has stored, and waits.</summary>
    public void Remember(VoterMemory memory)
    {
        (_reserved, _isWaiting) = (memory.Floor!.Value, true);
        memory.Founded?.Restore(_foundedWith);
    }

    /// <summary>The votes of its earlier lives have ended; it has its memory.</summary>
    public void EndWait() => _isWaiting = false;

    /// <summary>The votes of its earlier lives have ended; it has no memory, and asks the others.</summary>
    /// <param name="enough">How many of them must tell their floors.</param>
    /// <param name="outbox">Where the questions go.</param>
    /// <returns>Whether it knows enough already.</returns>
    public bool AskFirst(int enough, Outbox outbox) => _recovery?.Begin(enough, outbox) == true;

    /// <summary>Asks the others again, if it still recovers.</summary>
    public void AskAgain(Outbox outbox) => _recovery?.Ask(outbox);

    /// <summary>Another voter has told floors.</summary>
    /// <returns>Whether it knows enough now; not if it does not ask any more.</returns>
    public bool On(ProcessId from, Floors message, int enough, Outbox outbox) =>
        _recovery?.On(from, message, enough, outbox) == true;

    /// <summary>Another voter has no memory either.</summary>
    /// <returns>Whether it knows enough now; not if it does not ask any more.</returns>
    public bool On(ProcessId from, Forgotten message, Outbox outbox) => _recovery?.On(from, message, outbox) == true;

    /// <summary>It knows enough, and votes from now on.</summary>
    /// <returns>What it has learnt.</returns>
    public Recovery EndRecovery()
    {
        var recovery = _recovery!;
        _recovery = null;
        return recovery;
    }

    /// <summary>It has recovered, perhaps together with the others, without memory: then it remembers that.</summary>
    public void RememberFounding(Recovery recovery, Outbox outbox)
    {
        if (!recovery.IsFounding)
            return;
        for (var id = 1; id <= terms.Voters; id++)
            _foundedWith[new ProcessId(id)] = recovery.FoundedWith(new ProcessId(id));
        if (isDurable)
            outbox.Store(Founded.Of(_foundedWith, terms.Voters));
    }

    /// <summary>Whether it began without memory, together with this life of another voter.</summary>
    public bool IsFoundedWith(ProcessId voter, long life) => voter.IsOneOf(terms.Voters) && _foundedWith[voter] == life;

    /// <summary>
    /// Before anybody is told a floor, a larger number is stored. A voter that recovers tells none: what it stored would be taken
    /// for a memory.
    /// </summary>
    public void Reserve(long floor, Outbox outbox)
    {
        if (!isDurable || IsRecovering || HasReservedAbove(floor))
            return;
        _reserved = numberAbove(floor);
        outbox.Store(new FloorReserved(_reserved));
    }

    /// <summary>Whether the number that it has stored is large enough for this floor.</summary>
    public bool HasReservedAbove(long floor) => _reserved >= numberAbove(floor);

    /// <summary>Whether it is bound to have stored a number.</summary>
    /// <param name="hasSessions">Whether it has ever begun a session.</param>
    public bool MustHaveReserved(bool hasSessions) => isDurable && !IsRecovering && (_reserved >= 0 || hasSessions);

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec)
    {
        if (isDurable)
        {
            _reserved = codec.Number(_reserved);
            _isWaiting = codec.Flag(_isWaiting);
        }
        for (var i = 0; i < _foundedWith.Count; i++)
        {
            ref var life = ref _foundedWith.Values[codec.Place(i)];
            life = codec.Number(life);
        }
        _recovery = codec.Flag(_recovery is not null) ? _recovery ?? NewRecovery() : null;
        _recovery?.Exchange(codec);
    }

    public override string ToString() =>
        $"life {incarnation}, {(IsVoting ? "votes" : _isWaiting ? "waits" : "recovers")}"
        + (isDurable ? $", reserved {_reserved}" : "");

    private Recovery NewRecovery() => new(self, terms, incarnation);
}
