using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Replaying;

/// <summary>What a process is doing.</summary>
internal enum Activity
{
    /// <summary>It serves the others, and never asks for anything itself.</summary>
    Serving,

    /// <summary>It is to serve the others, and cannot do so yet.</summary>
    Unready,

    /// <summary>It wants nothing.</summary>
    Thinking,

    /// <summary>It has asked.</summary>
    Waiting,

    /// <summary>It has what it asked for.</summary>
    Inside,

    /// <summary>It takes no steps for a while.</summary>
    Paused,

    /// <summary>It has stopped.</summary>
    Down,
}

/// <summary>The state of a process after an event, as far as a trace shows it.</summary>
/// <param name="Activity">What it is doing.</param>
internal sealed record ProcessState(Activity Activity)
{
    /// <summary>The request with which it waits or is inside; null for none.</summary>
    public Timestamp? Request { get; init; }

    /// <summary>Its Lamport clock; null if its protocol has none, or the trace does not show it.</summary>
    public long? Clock { get; init; }

    /// <summary>
    /// Whose consents it still needs while it waits, in a few characters, <c>1..3, 5</c>; or what it needs: <c>token</c>. Null if
    /// nothing is known to be missing.
    /// </summary>
    public string? Missing { get; init; }

    /// <summary>Who waits for its consent, in a few characters; null for nobody.</summary>
    public string? Deferred { get; init; }
}

/// <summary>An event, the state of its process afterwards, and why it happened.</summary>
/// <param name="Event">The event.</param>
/// <param name="After">The state of its process after it; null for an event of no process.</param>
/// <param name="Reason">The rule behind it; null if none can be named.</param>
internal sealed record ReplayedStep(TraceEvent Event, ProcessState? After, Runs.Reason? Reason);
