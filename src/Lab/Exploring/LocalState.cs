using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Exploring;

/// <summary>
/// What one process is in a state of the whole: what its machine and its client remember, the timers that are set, what is kept,
/// stored and watched.
/// </summary>
/// <param name="Number">Its number among those of its process, from 0.</param>
/// <param name="Bytes">What the machine and its client remember.</param>
/// <param name="View">What can be seen of it.</param>
/// <param name="IsDone">Whether its client is outside and will not ask again.</param>
/// <param name="BrokenInvariant">Which invariant does not hold; null where all do.</param>
internal sealed record LocalState(int Number, byte[] Bytes, ProcessView View, bool IsDone, string? BrokenInvariant)
{
    /// <summary>
    /// The letters that the machine keeps: the number of the queue, and that of the letter; of each queue the oldest first.
    /// </summary>
    public IReadOnlyList<(int Queue, int Letter)> Kept { get; init; } = [];

    /// <summary>Of each key, the last record that was stored.</summary>
    public IReadOnlyList<IRecord> Stored { get; init; } = [];

    /// <summary>Whether the process has crashed and not come back.</summary>
    public bool IsDown { get; } = View.IsDown;

    /// <summary>How many timers are set.</summary>
    public int Timers { get; } = View.Timers.Count;

    /// <summary>Whom the machine watches.</summary>
    public ProcessId[] Watched { get; init; } = [];

    /// <summary>The command that its client gives next; null for none.</summary>
    public ICommand? Next { get; init; }

    /// <summary>The command by which its client gives up; null for none.</summary>
    public ICommand? Withdrawal { get; init; }

    /// <summary>What comes of each input that is no letter, once it is known, by <see cref="LocalInput"/>.</summary>
    public Outcome?[] Outcomes { get; set; } = [];

    /// <summary>What comes of each letter, once it is known, by <see cref="Letter.Index"/>.</summary>
    public Outcome?[] LetterOutcomes { get; set; } = [];
}

/// <summary>An input that is no letter.</summary>
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

    /// <summary>A timer fires: this, plus its place among those that are set.</summary>
    FirstTimer,
}

/// <summary>What comes of one input in one local state. The same each time: machines are deterministic.</summary>
/// <param name="Next">The local state afterwards.</param>
/// <param name="Sent">The numbers of the letters sent, in order.</param>
/// <param name="Outputs">What the machine said.</param>
/// <param name="Refusal">How the machine refused the input, which it must not; null where it took it.</param>
internal sealed record Outcome(LocalState Next, int[] Sent, IOutput[] Outputs, string? Refusal)
{
    /// <summary>Whom the machine watches from now on.</summary>
    public ProcessId[] Watches { get; init; } = [];

    /// <summary>Whom the machine watches no longer.</summary>
    public ProcessId[] Unwatches { get; init; } = [];
}
