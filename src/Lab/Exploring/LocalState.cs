using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Exploring;

/// <summary>
/// The part of a global state that belongs to one process: the state of its machine and of its client, its timers, its kept
/// letters, its stored records, and the processes that it watches.
/// </summary>
/// <param name="Number">Its number among the local states of its process, from 0.</param>
/// <param name="Bytes">The state of the machine and of its client.</param>
/// <param name="View">What is visible of it.</param>
/// <param name="IsDone">Whether its client is outside and makes no further request.</param>
/// <param name="BrokenInvariant">The invariant that does not hold; null if all hold.</param>
internal sealed record LocalState(int Number, byte[] Bytes, ProcessView View, bool IsDone, string? BrokenInvariant)
{
    /// <summary>
    /// The letters that the machine keeps: the number of the queue and the number of the letter. Within a queue, the oldest is
    /// first.
    /// </summary>
    public IReadOnlyList<(int Queue, int Letter)> Kept { get; init; } = [];

    /// <summary>The last stored record of each key.</summary>
    public IReadOnlyList<IRecord> Stored { get; init; } = [];

    /// <summary>Whether the process has crashed and has not restarted.</summary>
    public bool IsDown { get; } = View.IsDown;

    /// <summary>How many timers are set.</summary>
    public int Timers { get; } = View.Timers.Count;

    /// <summary>For how long each timer was set; empty if the order of timers does not matter.</summary>
    public IReadOnlyList<TimeSpan> Durations { get; init; } = [];

    /// <summary>The number of the life of the process; always 1 if its protocol does not use it.</summary>
    public long Incarnation { get; init; } = 1;

    /// <summary>The processes that the machine watches.</summary>
    public ProcessId[] Watched { get; init; } = [];

    /// <summary>The command that its client gives next; null for none.</summary>
    public ICommand? Next { get; init; }

    /// <summary>The command by which its client gives up; null for none.</summary>
    public ICommand? Withdrawal { get; init; }

    /// <summary>
    /// The numbers of the local states that this one becomes by the renamings, as far as they are known, each plus one.
    /// </summary>
    public int[] Renamed { get; set; } = [];

    /// <summary>The outcomes of inputs that are not letters, as far as they are known, by <see cref="LocalInput"/>.</summary>
    public Outcome?[] Outcomes { get; set; } = [];

    /// <summary>The outcomes of letters, as far as they are known, by <see cref="Letter.Index"/>.</summary>
    public Outcome?[] LetterOutcomes { get; set; } = [];
}

/// <summary>An input that is not a letter.</summary>
internal enum LocalInput
{
    /// <summary>The client gives its next command.</summary>
    Command,

    /// <summary>The client gives up.</summary>
    Withdrawal,

    /// <summary>The process crashes.</summary>
    Crash,

    /// <summary>The process comes back.</summary>
    Restart,

    /// <summary>A timer fires. The place of the timer among those that are set is added to this value.</summary>
    FirstTimer,
}

/// <summary>The outcome of one input in one local state. It is the same each time, because machines are deterministic.</summary>
/// <param name="Next">The local state afterwards.</param>
/// <param name="Sent">The numbers of the letters sent, in order.</param>
/// <param name="Outputs">What the machine said.</param>
/// <param name="Refusal">The message of the broken rule if the machine refused the input; null if it took the input.</param>
internal sealed record Outcome(LocalState Next, int[] Sent, IOutput[] Outputs, string? Refusal)
{
    /// <summary>The processes that the machine watches from now on.</summary>
    public ProcessId[] Watches { get; init; } = [];

    /// <summary>The processes that the machine no longer watches.</summary>
    public ProcessId[] Unwatches { get; init; } = [];

    /// <summary>
    /// The timers that the step set, set again or removed, and the one that fired; empty if the order of timers does not matter.
    /// </summary>
    public TimerChange[] TimerChanges { get; init; } = [];
}

/// <summary>What a step did to a timer.</summary>
/// <param name="Timer">Which one.</param>
/// <param name="After">For how long it is set now; null if it is no longer set.</param>
internal readonly record struct TimerChange(TimerId Timer, TimeSpan? After);
