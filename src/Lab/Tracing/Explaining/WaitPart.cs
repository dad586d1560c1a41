using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Explaining;

/// <summary>What a part of a wait was spent on.</summary>
internal enum WaitCause
{
    /// <summary>A message was on its way.</summary>
    Message,

    /// <summary>A process was inside, and sent what was needed when it left.</summary>
    Inside,

    /// <summary>A process waited, too, and sent what was needed when it withdrew.</summary>
    Withdrawn,

    /// <summary>A message had to be sent again.</summary>
    SentAgain,

    /// <summary>Another process, which entered first, had not asked yet.</summary>
    NotAsked,

    /// <summary>A process was slow, or the trace does not show the cause.</summary>
    Other,
}

/// <summary>A part of a wait: the time from one event to another event that needed the first.</summary>
/// <param name="Cause">What it was spent on.</param>
/// <param name="From">Its beginning, never before the request.</param>
/// <param name="To">Its end.</param>
/// <param name="Process">The process that spent it; the receiver if it was spent on a message.</param>
/// <param name="Until">The event that ends it.</param>
/// <param name="Text">A sentence.</param>
internal sealed record WaitPart(WaitCause Cause, TimeSpan From, TimeSpan To, ProcessId Process, TraceEvent Until, string Text)
{
    /// <summary>The event that begins it; null if that event was before the request.</summary>
    public TraceEvent? Since { get; init; }

    /// <summary>The message that was on its way; null if the cause is not <see cref="WaitCause.Message"/>.</summary>
    public TraceMessage? Message { get; init; }

    /// <summary>How long.</summary>
    public TimeSpan Duration => To - From;
}
