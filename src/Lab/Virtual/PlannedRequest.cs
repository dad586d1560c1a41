using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>A request of a virtual run that is planned before the run.</summary>
/// <param name="Process">The process that asks.</param>
/// <param name="At">
/// When it asks, since the start of the run. If its earlier request is not over by then, or if the process is down, it asks as
/// soon as it can.
/// </param>
/// <param name="Hold">How long it stays inside.</param>
public sealed record PlannedRequest(ProcessId Process, TimeSpan At, TimeSpan Hold);
