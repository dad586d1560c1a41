using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>What an event of a trace is.</summary>
public enum TraceEventKind
{
    /// <summary>A process asks for the critical section.</summary>
    Request,

    /// <summary>It enters.</summary>
    Enter,

    /// <summary>It leaves.</summary>
    Exit,

    /// <summary>It takes back its request.</summary>
    Withdraw,

    /// <summary>It sends again what was left unanswered.</summary>
    Resend,

    /// <summary>A message arrives; <c>recv-</c> and its name in the file.</summary>
    Receive,

    /// <summary>A message does not arrive. An event of the process that does not get it.</summary>
    Drop,

    /// <summary>A message will arrive once more than it was sent. An event of the process that sent it.</summary>
    Duplicate,

    /// <summary>
    /// It uses what it holds, or is answered without holding anything; <see cref="TraceEvent.Detail"/> says how.
    /// </summary>
    Use,

    /// <summary>It loses the critical section, or its request is refused.</summary>
    Lose,

    /// <summary>It sends messages; the trace does not know why.</summary>
    Send,

    /// <summary>It says something about what it does; <see cref="TraceEvent.Detail"/> has the text.</summary>
    Note,

    /// <summary>It learns that <see cref="TraceEvent.From"/> is gone.</summary>
    Gone,

    /// <summary>A process stops.</summary>
    Crash,

    /// <summary>A crashed process comes back.</summary>
    Restart,

    /// <summary>A process takes no steps for a while.</summary>
    Pause,

    /// <summary>A paused process goes on.</summary>
    Resume,

    /// <summary>The clock of a process jumps ahead.</summary>
    Jump,

    /// <summary>The network splits into groups. An event of no process.</summary>
    Partition,

    /// <summary>The groups are one network again. An event of no process.</summary>
    Heal,
}

/// <summary>When a receiver replies to a request.</summary>
public enum ReplyTime
{
    /// <summary>At once.</summary>
    Now,

    /// <summary>The receiver will reply at its exit.</summary>
    Deferred,
}

/// <summary>A message that an event sent.</summary>
/// <param name="To">To whom.</param>
/// <param name="Message">Its name.</param>
/// <param name="Request">The request that it concerns; null for none.</param>
public sealed record TraceSend(ProcessId To, string Message, Timestamp? Request);

/// <summary>
/// One event of a trace: a step of a process. A step that led into the critical section has two events; the second one is
/// <see cref="TraceEventKind.Enter"/>.
/// </summary>
/// <param name="At">When, since the start of the run.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Process">
/// Whose event; null for <see cref="TraceEventKind.Partition"/> and <see cref="TraceEventKind.Heal"/>.
/// </param>
/// <param name="Clock">The vector clock; null if <paramref name="Process"/> is null.</param>
public sealed record TraceEvent(TimeSpan At, TraceEventKind Kind, ProcessId? Process, VectorClock? Clock)
{
    /// <summary>The request concerned: the process's own one, or the one that the message names. Null for none.</summary>
    public Timestamp? Request { get; init; }

    /// <summary>
    /// The name of the message, of <see cref="TraceEventKind.Receive"/>, <see cref="TraceEventKind.Drop"/> and
    /// <see cref="TraceEventKind.Duplicate"/>.
    /// </summary>
    public string? Message { get; init; }

    /// <summary>Who sent the message, of <see cref="TraceEventKind.Receive"/> and <see cref="TraceEventKind.Drop"/>.</summary>
    public ProcessId? From { get; init; }

    /// <summary>
    /// Which event of <see cref="From"/> sent it: that process's own count in its vector clock. Null if it is not known.
    /// </summary>
    public int? SentBy { get; init; }

    /// <summary>When the receiver of a request replies, if the algorithm uses replies; otherwise null.</summary>
    public ReplyTime? Reply { get; init; }

    /// <summary>
    /// Further details in a few words: what a request is for, what was done; of a restart, <c>forgetful</c>. Null for
    /// nothing.
    /// </summary>
    public string? Detail { get; init; }

    /// <summary>The messages that the event sent, in order.</summary>
    public IReadOnlyList<TraceSend> Sends { get; init; } = [];

    /// <summary>To whom the message goes, of <see cref="TraceEventKind.Duplicate"/>.</summary>
    public ProcessId? To { get; init; }

    /// <summary>Why, of <see cref="TraceEventKind.Drop"/>: <c>loss</c>, <c>partition</c> or <c>crash</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The groups, of <see cref="TraceEventKind.Partition"/>.</summary>
    public IReadOnlyList<IReadOnlyList<ProcessId>> Groups { get; init; } = [];

    /// <summary>The line of the file from which it was read, from 1; 0 if it was not read from a file.</summary>
    public int Line { get; init; }

    /// <summary>The number of the event among those of its process, from 1; 0 for an event of no process.</summary>
    public int Number => Process is { } process ? Clock![process] : 0;
}

/// <summary>A trace in memory.</summary>
/// <param name="Header">What run it is of.</param>
/// <param name="Events">Its events, each after all that happened before it.</param>
public sealed record Trace(TraceHeader Header, IReadOnlyList<TraceEvent> Events)
{
    /// <summary>Whether the trace ends before the run did: whoever waits at its end is not starved. Default no.</summary>
    public bool IsCut { get; init; }
}
