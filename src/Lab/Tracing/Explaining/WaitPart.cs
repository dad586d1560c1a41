using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Explaining;

/// <summary>What a part of a wait was spent on.</summary>
public enum WaitCause
{
    /// <summary>A message was on its way.</summary>
    Message,

    /// <summary>A process was inside, and sent what was needed when it left.</summary>
    Inside,

    /// <summary>A process waited itself, and sent what was needed when it withdrew.</summary>
    Withdrawn,

    /// <summary>A message had to be sent again.</summary>
    SentAgain,

    /// <summary>Another process, which got in first, had not asked yet.</summary>
    NotAsked,

    /// <summary>A process took its time, or the trace does not tell.</summary>
    Other,
}

/// <summary>A part of a wait: the time from one event to another that could only come after it.</summary>
/// <param name="Cause">What it was spent on.</param>
/// <param name="From">Its beginning, not before the request.</param>
/// <param name="To">Its end.</param>
/// <param name="Process">Whose time it was; of a message, the receiver.</param>
/// <param name="Until">The event that ends it.</param>
/// <param name="Text">A sentence.</param>
public sealed record WaitPart(WaitCause Cause, TimeSpan From, TimeSpan To, ProcessId Process, TraceEvent Until, string Text)
{
    /// <summary>The event that begins it; null where it began before the request did.</summary>
    public TraceEvent? Since { get; init; }

    /// <summary>The message, of <see cref="WaitCause.Message"/>; otherwise null.</summary>
    public TraceMessage? Message { get; init; }

    /// <summary>How long.</summary>
    public TimeSpan Duration => To - From;
}
