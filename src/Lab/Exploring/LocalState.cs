using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Exploring;

/// <summary>What one process is in a state of the whole: what its rules remember, and how often it is still to ask.</summary>
/// <param name="Number">Its number among those of its process, from 0.</param>
/// <param name="Bytes">What the rules remember.</param>
/// <param name="RequestsLeft">How often it is still to ask.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Request">Its request.</param>
/// <param name="BrokenInvariant">Which invariant does not hold; null where all do.</param>
internal sealed record LocalState(int Number, byte[] Bytes, int RequestsLeft, Phase Phase, Timestamp? Request, string? BrokenInvariant)
{
    /// <summary>Whether it is outside and will not ask again.</summary>
    public bool IsDone => Phase == Phase.Released && RequestsLeft == 0;

    /// <summary>What comes of each input, once it is known: of the inputs without a message by <see cref="StepKind"/>, of letters behind them by <see cref="Letter.Index"/>.</summary>
    public Outcome?[] Outcomes { get; set; } = [];
}

/// <summary>What comes of one input in one local state. The same each time: rules are deterministic.</summary>
/// <param name="Next">The local state afterwards.</param>
/// <param name="Sent">The numbers of the letters sent, in order.</param>
/// <param name="Entered">The request with which the process goes in; null where it does not.</param>
/// <param name="Refusal">How the rules refused the input, which they must not; null where they took it.</param>
internal sealed record Outcome(LocalState Next, int[] Sent, Timestamp? Entered, string? Refusal);
