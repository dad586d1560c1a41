using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>What a process is doing for a while.</summary>
internal enum BarKind
{
    /// <summary>It takes no steps; afterwards it goes on with what it was doing before.</summary>
    Paused,

    /// <summary>It has stopped.</summary>
    Crashed,

    /// <summary>It wants in.</summary>
    Waiting,

    /// <summary>It is in the critical section.</summary>
    Inside,
}

/// <summary>A process does something for a while.</summary>
/// <param name="Process">The process.</param>
/// <param name="Kind">What it does.</param>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends; the end of the trace if it does not end there.</param>
internal sealed record Bar(ProcessId Process, BarKind Kind, TimeSpan From, TimeSpan To)
{
    /// <summary>The number of the entry, also of one that the process still waits for; null if there is none.</summary>
    public int? Entry { get; init; }

    /// <summary>The request; null for the faults.</summary>
    public Timestamp? Request { get; init; }

    /// <summary>Whether it ends because the process lost what it had, or asked for.</summary>
    public bool IsLost { get; init; }

    /// <summary>Whether it does not end in the trace.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether others may be inside with it. Default no.</summary>
    public bool IsShared { get; init; }

    /// <summary>What the process says of its request or its entry, in a few words; null for nothing.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether it ends because the request was withdrawn.</summary>
    public bool IsWithdrawn { get; init; }
}

/// <summary>A message on its way.</summary>
/// <param name="Message">The message.</param>
/// <param name="Style">How it is drawn.</param>
/// <param name="Sent">When it was sent.</param>
/// <param name="Ended">When it arrived or was lost; the end of the trace if it did neither.</param>
internal sealed record Arrow(TraceMessage Message, MessageStyle Style, TimeSpan Sent, TimeSpan Ended);

/// <summary>The network was in several parts for a while.</summary>
/// <param name="From">When it fell into parts.</param>
/// <param name="To">When it was whole again; the end of the trace if it was not.</param>
/// <param name="Groups">The parts.</param>
internal sealed record Split(TimeSpan From, TimeSpan To, IReadOnlyList<IReadOnlyList<ProcessId>> Groups)
{
    /// <summary><c>1..3, 7 | 4..6</c>.</summary>
    public string Text => string.Join(" | ", Groups.Select(ProcessRanges.Text));
}
