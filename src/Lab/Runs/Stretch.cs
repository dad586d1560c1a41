using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>What a process does for a while, beside waiting, being inside and being down.</summary>
internal enum StretchKind
{
    /// <summary>It has given something to another process: its vote, or the lock that it serves.</summary>
    Given,

    /// <summary>It keeps what others have given it, although it is outside.</summary>
    Kept,

    /// <summary>It is up, and does not serve the others yet.</summary>
    Unready,
}

/// <summary>How a stretch ends.</summary>
internal enum StretchEnd
{
    /// <summary>It does not end in the run.</summary>
    Open,

    /// <summary>As usual: it was given back, or is over.</summary>
    Returned,

    /// <summary>It was given back for somebody who goes first.</summary>
    Yielded,

    /// <summary>Nobody gave it back: the time for which it was given has run out.</summary>
    Lapsed,

    /// <summary>The process crashed.</summary>
    Crashed,

    /// <summary>The record does not say how.</summary>
    Unknown,
}

/// <summary>What a process does for a while: a bar on its line in a picture.</summary>
/// <param name="Process">The process.</param>
/// <param name="Kind">What it is.</param>
/// <param name="From">When it begins.</param>
internal sealed record Stretch(ProcessId Process, StretchKind Kind, TimeSpan From)
{
    /// <summary>When it ends; null if it does not end in the run.</summary>
    public TimeSpan? To { get; init; }

    /// <summary>How it ends. Default: it does not.</summary>
    public StretchEnd End { get; init; }

    /// <summary>To whom it is given; null if to nobody.</summary>
    public ProcessId? Receiver { get; init; }

    /// <summary>The request for which it is given; null for none.</summary>
    public Timestamp? Request { get; init; }

    /// <summary>Whether others may get the same at the same time. Default no.</summary>
    public bool IsShared { get; init; }

    /// <summary>Whether the process has forgotten everything at the beginning. Default no.</summary>
    public bool HasForgotten { get; init; }
}
