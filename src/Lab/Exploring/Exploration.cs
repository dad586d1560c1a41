using Coterie.Lab.Runs;

namespace Coterie.Lab.Exploring;

/// <summary>The result of an exploration.</summary>
/// <param name="Settings">What was explored.</param>
/// <param name="States">Distinct states seen.</param>
/// <param name="Transitions">Steps that lead from an explored state to another state.</param>
/// <param name="Depth">The largest distance of a state from the first one, in steps.</param>
/// <param name="Ending">Why it ended.</param>
/// <param name="Finding">The gravest violation; null if none was found.</param>
public sealed record Exploration(
    ExplorationSettings Settings, int States, long Transitions, int Depth, ExplorationEnding Ending, Finding? Finding);

/// <summary>Why an exploration ended.</summary>
public enum ExplorationEnding
{
    /// <summary>Every reachable state was seen.</summary>
    Complete,

    /// <summary>A property is broken.</summary>
    Found,

    /// <summary>There are more states than <see cref="ExplorationSettings.MostStates"/>.</summary>
    TooManyStates,

    /// <summary>The memory is not large enough for the states.</summary>
    OutOfMemory,

    /// <summary>It was stopped.</summary>
    Stopped,
}

/// <summary>The properties that every exploration checks, whatever the protocol.</summary>
public static class ExplorationProperties
{
    /// <summary>No machine refuses an input that can come to it.</summary>
    public static Property Refusal { get; } = new("Refusal", 2, "the rules take whatever can come");

    /// <summary>
    /// In every state in which not all processes are done, a process can take a step. Withdrawals, crashes and the faults of the
    /// network do not count.
    /// </summary>
    public static Property DeadEnd { get; } = new("DeadEnd", 4, "no dead end");

    /// <summary>
    /// From every state a way leads to a state in which all processes are done. Only steps that count for <see cref="DeadEnd"/>
    /// count here.
    /// </summary>
    public static Property WayOut { get; } = new("WayOut", 5, "a way to the end from every state");

    /// <summary>The invariants that each machine checks of its own state.</summary>
    public static Property Invariant { get; } = new("Invariant", 20, "the invariants hold");
}

/// <summary>The gravest property that is broken, and the steps that lead there.</summary>
/// <param name="Property">Which one.</param>
/// <param name="Text">What is wrong, in a sentence.</param>
/// <param name="Steps">A shortest way from the first state.</param>
public sealed record Finding(Property Property, string Text, IReadOnlyList<Happening> Steps)
{
    /// <summary>
    /// The same, and how everybody leaves who is inside then, for a trace: in a picture that ended at the violation, two that are
    /// inside together would be two lines without a width.
    /// </summary>
    public IReadOnlyList<Happening> Continued { get; init; } = Steps;
}
