using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The value of a name under the votes of one request (rules 19, 20 and 23): what the name has, as far as these votes know, and
/// the value that is being stored, if there is one. Each value that is stored under the same votes has a larger stamp than the
/// one before.
/// </summary>
internal sealed class BallotValue
{
    private long _stores; // how many values were stored under these votes, or are being stored

    /// <summary>What the name has: at the entry the largest stamp among the votes, and later what was stored by them.</summary>
    public StampedValue Current { get; private set; }

    /// <summary>What is being stored; null for nothing.</summary>
    public StoreRound? Round { get; private set; }

    /// <summary>Whether a majority of the votes has <see cref="Current"/>.</summary>
    public bool IsStored { get; private set; }

    /// <summary>A claim enters by the votes for the first time.</summary>
    /// <param name="latest">The largest stamp among them, with its value.</param>
    public void Enter(in StampedValue latest) => Current = latest;

    /// <summary>What the name has is to be this; it has to be stored (rule 19).</summary>
    /// <param name="token">The number of the token.</param>
    /// <param name="value">The value.</param>
    /// <param name="isRead">See <see cref="StoreRound"/>.</param>
    /// <param name="leaves">See <see cref="StoreRound"/>.</param>
    public void Begin(long token, Payload? value, bool isRead, bool leaves) =>
        (Round, IsStored) = (new StoreRound(new StampedValue(new ValueStamp(token, ++_stores), value), isRead, leaves), false);

    /// <summary>
    /// Nobody waits for the value any more that is being stored, or a majority has it. Others may have seen it, even if no
    /// majority is known to have it: so whoever reads next under these votes must not read an earlier one.
    /// </summary>
    /// <param name="isStored">Whether a majority has it.</param>
    public void End(bool isStored)
    {
        if (Round is { } round)
            (Current, Round, IsStored) = (round.Value, null, isStored);
    }

    /// <summary>Shared votes are kept, as a copy of a value that a majority of them has (rule 23).</summary>
    public void KeepCopy(in StampedValue value) => (Current, IsStored) = (value, true);

    /// <summary>See <see cref="IMachine.Exchange"/>.</summary>
    public void Exchange(StateCodec codec)
    {
        Current = StampedValue.Exchange(codec, Current);
        _stores = codec.Number(_stores);
        IsStored = codec.Flag(IsStored);
        Round = codec.Flag(Round is not null) ? StoreRound.Exchange(codec, Round) : null;
    }

    public override string ToString() => $"{Current}{(Round is null ? "" : $", stores {Round.Value}")}";
}

/// <summary>A value that is being stored (rule 19), until m votes have it.</summary>
/// <param name="Value">The value, with its stamp.</param>
/// <param name="IsRead">Whether the claim only reads, and what is stored is what was there (rule 20).</param>
/// <param name="Leaves">Whether the claim leaves then, or as soon as somebody waits.</param>
internal sealed record StoreRound(StampedValue Value, bool IsRead, bool Leaves)
{
    /// <summary>What the claim is told when a majority has the value.</summary>
    public IOutput Outcome(Timestamp claim) => IsRead
        ? new QuorumClientProtocol.ValueRead(claim, Value, IsSure: true)
        : new QuorumClientProtocol.ValueStored(claim, Value);

    public static StoreRound Exchange(StateCodec codec, StoreRound? round) => new(
        StampedValue.Exchange(codec, round?.Value ?? default),
        codec.Flag(round?.IsRead ?? false),
        codec.Flag(round?.Leaves ?? false));
}
