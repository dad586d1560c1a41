using Akka.Actor;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Memory;

/// <summary>The variables of a memory, and who reads and writes them, for people.</summary>
/// <param name="Variables">The variables, in the order of their names. One that has failed is left out.</param>
public sealed record MemoryView(IReadOnlyList<VariableView> Variables)
{
    /// <summary>Asks a memory in this process.</summary>
    /// <param name="memory">A <see cref="MemoryActor"/>.</param>
    /// <param name="limit">How long to wait for the answer.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="AskTimeoutException">The memory did not answer in time: it may have ended.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Task<MemoryView> OfAsync(IActorRef memory, TimeSpan limit, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return memory.Ask<MemoryView>(LocalMemoryProtocol.Look.Instance, limit, cancellation);
    }
}

/// <summary>One variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null if it has none.</param>
/// <param name="Claims">Those that hold its lock, then those that wait for it, the longest first.</param>
public sealed record VariableView(string Name, VariableValue? Value, IReadOnlyList<VariableClaimView> Claims);

/// <summary>A client that holds the lock of a variable, or waits for it.</summary>
/// <param name="Client">Who it is: the address of its node, or its end of a connection to the raw port.</param>
/// <param name="Access">What it is for: one read or write that waits, or a lock.</param>
/// <param name="IsInside">Whether it holds the lock.</param>
/// <param name="Since">How long it has held the lock, or has waited for it.</param>
/// <param name="TimeLeft">How long it holds the lock at most; null if it waits.</param>
public sealed record VariableClaimView(string Client, Access Access, bool IsInside, TimeSpan Since, TimeSpan? TimeLeft);
