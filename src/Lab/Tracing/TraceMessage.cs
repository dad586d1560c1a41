using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>A message of a trace, from its sending to its end.</summary>
/// <param name="Name">Its name in the paper: <c>request</c>, <c>token</c>.</param>
/// <param name="From">Its sender.</param>
/// <param name="To">Its receiver.</param>
/// <param name="Request">The request that it concerns; null for none.</param>
public sealed record TraceMessage(string Name, ProcessId From, ProcessId To, Timestamp? Request)
{
    /// <summary>The event that sent it; null if it is not in the trace.</summary>
    public TraceEvent? Sent { get; init; }

    /// <summary>The event that ended it, its receipt or its loss; null while it is on its way.</summary>
    public TraceEvent? Ended { get; internal set; }

    /// <summary>
    /// Whether the network made it: a message that is sent once and arrives twice counts as two, and this is the second.
    /// </summary>
    public bool IsCopy { get; init; }

    /// <summary>Whether it did not arrive.</summary>
    public bool IsLost => Ended?.Kind == TraceEventKind.Drop;

    /// <summary>Whether it is a reply that was sent later than at the receipt of its request.</summary>
    public bool IsDeferredReply =>
        Name == Names.Reply && Request is not null && Sent is { } sent
        && (sent.Kind != TraceEventKind.Receive || sent.Request != Request);
}

/// <summary>A request from the event that made it to the event that ended it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Asked">The process wanted in.</param>
/// <param name="Ended">
/// It entered, withdrew, lost its request, or came back from a crash and had forgotten it; null if none of these is in the trace.
/// </param>
public sealed record TraceWait(Timestamp Request, TraceEvent Asked, TraceEvent? Ended)
{
    /// <summary>The process that waited.</summary>
    public ProcessId Process => Request.Process;

    /// <summary>The entry that ended it; null if it did not end by an entry.</summary>
    public TraceEvent? Entered => Ended?.Kind == TraceEventKind.Enter ? Ended : null;

    /// <summary>The withdrawal that ended it; null if it did not end by a withdrawal.</summary>
    public TraceEvent? Withdrawn => Ended?.Kind == TraceEventKind.Withdraw ? Ended : null;
}

/// <summary>A stay in the critical section.</summary>
/// <param name="Number">Counted over all processes in the order of the trace, from 1.</param>
/// <param name="Asked">The process wanted in; null if the trace begins later.</param>
/// <param name="Entered">It entered.</param>
/// <param name="Left">It left, or came back from a crash and had forgotten it; null if the trace ends before.</param>
public sealed record TraceEntry(int Number, TraceEvent? Asked, TraceEvent Entered, TraceEvent? Left)
{
    /// <summary>The process that was inside.</summary>
    public ProcessId Process => Entered.Process!.Value;

    /// <summary>The request that was granted; null if the trace does not name it.</summary>
    public Timestamp? Request => Entered.Request;
}
