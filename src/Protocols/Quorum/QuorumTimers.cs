using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// The timers of voters and clients, besides <see cref="TimerId.Resend"/>. Whoever hosts the machines without a clock must let
/// <see cref="SessionOver"/> and <see cref="WaitOver"/> fire only after every <see cref="BeatOver"/> of a client that was set
/// before: they are set for a longer time.
/// </summary>
public static class QuorumTimers
{
    /// <summary>Of a client: the next beat is due. The number is that of the beat.</summary>
    public const int BeatDueKind = 1;

    /// <summary>Of a client: the beat of this number was sent a lease ago, and no vote counts by it any more (rule 2).</summary>
    public const int BeatOverKind = 2;

    /// <summary>Of a voter: no further beat came for too long, and the session of this number ends (rule 3).</summary>
    public const int SessionOverKind = 3;

    /// <summary>Of a voter that lost its memory: all votes of its earlier lives have ended (rule 12).</summary>
    public const int WaitOverKind = 4;

    /// <summary>Of a voter: names that nobody asks for are forgotten.</summary>
    public const int SweepKind = 5;

    /// <summary>Of a client: the next of very many kept votes are given back (rule 22).</summary>
    public const int GiveBackDueKind = 6;

    /// <summary>See <see cref="BeatDueKind"/>.</summary>
    public static TimerId BeatDue(long beat) => new(BeatDueKind, beat);

    /// <summary>See <see cref="BeatOverKind"/>.</summary>
    public static TimerId BeatOver(long beat) => new(BeatOverKind, beat);

    /// <summary>See <see cref="SessionOverKind"/>.</summary>
    public static TimerId SessionOver(SessionId session) => new(SessionOverKind, session.Value);

    /// <summary>See <see cref="WaitOverKind"/>.</summary>
    public static TimerId WaitOver { get; } = new(WaitOverKind);

    /// <summary>See <see cref="SweepKind"/>.</summary>
    public static TimerId Sweep { get; } = new(SweepKind);

    /// <summary>See <see cref="GiveBackDueKind"/>.</summary>
    public static TimerId GiveBackDue { get; } = new(GiveBackDueKind);
}
