using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>What a process is doing for a while.</summary>
internal enum BarKind
{
    /// <summary>It does nothing, and knows nothing of it: what it was doing before goes on afterwards.</summary>
    Paused,

    /// <summary>It has stopped.</summary>
    Crashed,

    /// <summary>It wants in.</summary>
    Waiting,

    /// <summary>It is in the critical section.</summary>
    Inside,
}

/// <summary>A process does something for a while.</summary>
/// <param name="Process">Who.</param>
/// <param name="Kind">What.</param>
/// <param name="From">Since when.</param>
/// <param name="To">Until when, or the end of the trace.</param>
internal sealed record Bar(ProcessId Process, BarKind Kind, TimeSpan From, TimeSpan To)
{
    /// <summary>The number of the entry that it leads to or is; null where there is none.</summary>
    public int? Entry { get; init; }

    /// <summary>The request; null for the faults.</summary>
    public Timestamp? Request { get; init; }

    /// <summary>Whether the request was withdrawn at the end of it.</summary>
    public bool IsWithdrawn { get; init; }
}

/// <summary>A message on its way.</summary>
/// <param name="Message">The message.</param>
/// <param name="Style">How it is drawn.</param>
/// <param name="Sent">When it was sent.</param>
/// <param name="Ended">When it arrived or was lost; of one that did neither, the end of the trace.</param>
internal sealed record Arrow(TraceMessage Message, MessageStyle Style, TimeSpan Sent, TimeSpan Ended);

/// <summary>The network was in several parts for a while.</summary>
/// <param name="From">Since when.</param>
/// <param name="To">Until when, or the end of the trace.</param>
/// <param name="Groups">The parts.</param>
internal sealed record Split(TimeSpan From, TimeSpan To, IReadOnlyList<IReadOnlyList<ProcessId>> Groups)
{
    /// <summary><c>1..3, 7 | 4..6</c>.</summary>
    public string Text => string.Join(" | ", Groups.Select(ProcessRanges.Text));
}
