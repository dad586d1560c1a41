using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>What is visible of one process in a global state.</summary>
/// <param name="Standing">Where it stands, according to the outputs of its machine.</param>
/// <param name="Request">The request with which it waits or is inside; null if it is outside.</param>
/// <param name="Detail">
/// What it asked for: <see cref="IOutput.Detail"/> of the output by which it asked. Null if it is outside, or the output had no
/// detail.
/// </param>
/// <param name="IsDown">Whether it has crashed and has not restarted.</param>
/// <param name="Timers">The timers that are set.</param>
public sealed record ProcessView(
    Standing Standing, Timestamp? Request, string? Detail, bool IsDown, IReadOnlyList<TimerId> Timers)
{
    /// <summary>Further notes about it; null if its protocol keeps none.</summary>
    public INotes? Notes { get; init; }
}

/// <summary>
/// Notes about one process that a protocol derives from the outputs of its machine, besides where it stands. Immutable.
/// </summary>
public interface INotes
{
    /// <summary>The notes after one more output of the process.</summary>
    INotes After(IOutput output);

    /// <summary>Writes the notes. Notes with the same bytes are equal.</summary>
    void Write(StateCodec codec);
}

/// <summary>A property that is broken, and how: a sentence.</summary>
public sealed record Breach(Property Property, string Text);

/// <summary>What a protocol promises of every step from every state. Progress is judged elsewhere.</summary>
public interface IStateRules
{
    /// <summary>Judges what a process did.</summary>
    /// <param name="before">The processes before the step, process 1 first. No property was broken up to then.</param>
    /// <param name="process">The process that took the step.</param>
    /// <param name="output">The output in which it says what it did.</param>
    /// <returns>What is broken; null for nothing.</returns>
    Breach? Judge(IReadOnlyList<ProcessView> before, ProcessId process, IOutput output);

    /// <summary>Whether it also judges messages that are sent; default no.</summary>
    bool JudgesMessages => false;

    /// <summary>Judges what a process sent.</summary>
    /// <param name="before">The processes before the step, process 1 first.</param>
    /// <param name="process">Who sent it.</param>
    /// <param name="to">Who gets it.</param>
    /// <param name="sent">The message.</param>
    /// <returns>What is broken; null for nothing.</returns>
    Breach? Judge(IReadOnlyList<ProcessView> before, ProcessId process, ProcessId to, IMessage sent) => null;

    /// <summary>
    /// Whether these rules can show that this property is broken; other properties only show in whole runs. Default yes.
    /// </summary>
    bool IsAbout(Property property) => true;

    /// <summary>
    /// Whether a search goes on after this property is broken, because a graver violation may follow; default no.
    /// </summary>
    bool LooksFurther(Property property) => false;
}
