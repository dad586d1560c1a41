using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Reading;

/// <summary>The fields of a line, as they are written; null for a field that the line does not have.</summary>
internal sealed record EventFields
{
    /// <summary><c>at</c></summary>
    public TimeSpan? At { get; set; }

    /// <summary><c>p</c></summary>
    public ProcessId? Process { get; set; }

    /// <summary><c>e</c></summary>
    public string? Word { get; set; }

    /// <summary><c>m</c></summary>
    public string? Message { get; set; }

    /// <summary><c>from</c></summary>
    public ProcessId? From { get; set; }

    /// <summary><c>to</c>, if it is a number.</summary>
    public ProcessId? To { get; set; }

    /// <summary><c>to</c>, if it is a list.</summary>
    public IReadOnlyList<ProcessId>? Asked { get; set; }

    /// <summary><c>ts</c></summary>
    public long? Clock { get; set; }

    /// <summary><c>of</c></summary>
    public ProcessId? Owner { get; set; }

    /// <summary><c>sent</c></summary>
    public int? SentBy { get; set; }

    /// <summary><c>reply</c></summary>
    public ReplyTime? Reply { get; set; }

    /// <summary><c>why</c></summary>
    public string? Reason { get; set; }

    /// <summary><c>what</c></summary>
    public string? Detail { get; set; }

    /// <summary><c>replied</c></summary>
    public IReadOnlyList<ProcessId> Replied { get; set; } = [];

    /// <summary><c>sends</c>; without <c>of</c>, the request of a send is the process's own.</summary>
    public IReadOnlyList<SendFields> Sends { get; set; } = [];

    /// <summary><c>groups</c></summary>
    public IReadOnlyList<IReadOnlyList<ProcessId>>? Groups { get; set; }

    /// <summary><c>vc</c></summary>
    public VectorClock? VectorClock { get; set; }
}

/// <summary>An element of <c>sends</c>, as it is written.</summary>
internal readonly record struct SendFields(string Message, ProcessId To, long? Clock, ProcessId? Owner);
