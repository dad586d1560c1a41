using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Exploring;

/// <summary>A step that can be taken in a state.</summary>
/// <param name="Process">Whose step; of a letter that is lost, who does not get it.</param>
/// <param name="Kind">What comes in.</param>
/// <param name="Position">Where the letter stands among those on the way; -1 for none.</param>
/// <param name="Stays">Whether the letter stays on the way, to arrive again.</param>
/// <param name="Outcome">What comes of it; null for a letter that is lost.</param>
internal readonly record struct Move(ProcessId Process, StepKind Kind, int Position, bool Stays, Outcome? Outcome)
{
    /// <summary>Whether it happens by itself: nobody gives up, and the network loses and doubles nothing.</summary>
    public bool IsRegular => Outcome is not null && !Stays && Kind != StepKind.Withdraw;
}
