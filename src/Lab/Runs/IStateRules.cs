using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>What can be seen of one process in a state of the whole.</summary>
/// <param name="Standing">Where it stands, by what its machine told.</param>
/// <param name="Request">The request with which it waits or is inside; null where it is outside.</param>
/// <param name="Detail">
/// What for: <see cref="IOutput.Detail"/> of the output by which it asked; null where it is outside, or nothing was said.
/// </param>
/// <param name="IsDown">Whether it has crashed and not come back.</param>
/// <param name="Timers">The timers that are set.</param>
public sealed record ProcessView(
    Standing Standing, Timestamp? Request, string? Detail, bool IsDown, IReadOnlyList<TimerId> Timers)
{
    /// <summary>What was written down about it besides; null where its protocol has nothing to write down.</summary>
    public INotes? Notes { get; init; }
}

/// <summary>
/// What whoever looks on writes down about one process, by what its machine said, besides where it stands. Immutable.
/// </summary>
public interface INotes
{
    /// <summary>The notes after one more output of the process.</summary>
    INotes After(IOutput output);

    /// <summary>Writes the notes: two with the same bytes say the same.</summary>
    void Write(StateCodec codec);
}

/// <summary>A property that is broken, and how: a sentence.</summary>
public sealed record Breach(Property Property, string Text);

/// <summary>What a protocol promises of every step from every state, besides that somebody can always go on.</summary>
public interface IStateRules
{
    /// <summary>Judges what a process did.</summary>
    /// <param name="before">The processes before the step, process 1 first; the state is a good one.</param>
    /// <param name="process">Whose step.</param>
    /// <param name="output">What it said that it did.</param>
    /// <returns>What is broken; null for nothing.</returns>
    Breach? Judge(IReadOnlyList<ProcessView> before, ProcessId process, IOutput output);

    /// <summary>Whether it judges the messages sent, too; default no.</summary>
    bool JudgesMessages => false;

    /// <summary>Judges what a process sent.</summary>
    /// <param name="before">As of the other method.</param>
    /// <param name="process">Who sent it.</param>
    /// <param name="to">To whom.</param>
    /// <param name="sent">The message.</param>
    /// <returns>What is broken; null for nothing.</returns>
    Breach? Judge(IReadOnlyList<ProcessView> before, ProcessId process, ProcessId to, IMessage sent) => null;

    /// <summary>Whether it is about this property; others show in whole runs alone. Default yes.</summary>
    bool IsAbout(Property property) => true;

    /// <summary>Whether a search goes on once this property is broken, as what follows may be graver; default no.</summary>
    bool LooksFurther(Property property) => false;
}
