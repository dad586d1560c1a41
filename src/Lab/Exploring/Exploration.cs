using Coterie.Lab.Runs;

namespace Coterie.Lab.Exploring;

/// <summary>What came of an exploration.</summary>
/// <param name="Settings">What was explored.</param>
/// <param name="States">Distinct states seen.</param>
/// <param name="Transitions">Steps from a state to another one, of all states gone on from.</param>
/// <param name="Depth">The most steps that it takes at least to reach one of the states.</param>
/// <param name="Ending">Why it ended.</param>
/// <param name="Finding">What is wrong; null for nothing that was seen.</param>
public sealed record Exploration(
    ExplorationSettings Settings, int States, long Transitions, int Depth, ExplorationEnding Ending, Finding? Finding);

/// <summary>Why an exploration ended.</summary>
public enum ExplorationEnding
{
    /// <summary>Every reachable state was seen.</summary>
    Complete,

    /// <summary>Something is wrong.</summary>
    Found,

    /// <summary>There are more states than <see cref="ExplorationSettings.MostStates"/>.</summary>
    TooManyStates,

    /// <summary>There are more states than there is memory for.</summary>
    OutOfMemory,

    /// <summary>It was stopped.</summary>
    Stopped,
}

/// <summary>What every exploration looks for, whatever the protocol.</summary>
public static class ExplorationProperties
{
    /// <summary>The machines take every input that can come to them.</summary>
    public static Property Refusal { get; } = new("Refusal", 2, "the rules take whatever can come");

    /// <summary>
    /// In every state somebody can take a step, unless all are done. Giving up does not count, nor what the network does amiss.
    /// </summary>
    public static Property DeadEnd { get; } = new("DeadEnd", 4, "no dead end");

    /// <summary>
    /// From every state there is a way to one in which all are done, of steps that count as for <see cref="DeadEnd"/>.
    /// </summary>
    public static Property WayOut { get; } = new("WayOut", 5, "a way to the end from every state");

    /// <summary>The invariants that the protocol states of itself.</summary>
    public static Property Invariant { get; } = new("Invariant", 20, "the invariants hold");
}

/// <summary>The gravest property that is broken, and how to get there.</summary>
/// <param name="Property">Which one.</param>
/// <param name="Text">What is wrong, in a sentence.</param>
/// <param name="Steps">As few steps from the beginning as possible.</param>
public sealed record Finding(Property Property, string Text, IReadOnlyList<Happening> Steps);
