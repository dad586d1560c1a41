using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>
/// A process withdraws its request at a time that is set before the run. If it does not wait then, nothing happens. Afterwards it
/// goes on: it thinks, and makes its next request.
/// </summary>
/// <param name="Process">Which one.</param>
/// <param name="At">When, since the start of the run.</param>
public sealed record PlannedWithdrawal(ProcessId Process, TimeSpan At)
{
    /// <summary>As <see cref="FaultNotation"/> reads it.</summary>
    public override string ToString() => $"{Process}@{DurationRange.Text(At)}";
}
