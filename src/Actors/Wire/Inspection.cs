using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Actors.Wire;

/// <summary>Asks a voter what it knows, for people. Answered by <see cref="Inspected"/>.</summary>
/// <param name="Id">Names the question.</param>
/// <param name="Name">Only this lock; null: all that somebody holds or waits for.</param>
/// <param name="After">The names after this one, in ordinal order; null: from the first.</param>
internal sealed record Inspect(long Id, string? Name, string? After) : QuorumProtocol.IWireMessage
{
    /// <inheritdoc/>
    public string Kind => "inspect";

    /// <inheritdoc/>
    public Timestamp? About(ProcessId from, ProcessId to) => null;
}

/// <summary>Answers <see cref="Inspect"/>.</summary>
/// <param name="Id">The question.</param>
/// <param name="State">One page.</param>
internal sealed record Inspected(long Id, VoterState State) : QuorumProtocol.IWireMessage
{
    /// <inheritdoc/>
    public string Kind => "inspected";

    /// <inheritdoc/>
    public Timestamp? About(ProcessId from, ProcessId to) => null;
}
