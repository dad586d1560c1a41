using Coterie.Lab.Checking;

namespace Coterie.Lab.Exploring;

/// <summary>What came of an exploration.</summary>
/// <param name="Settings">What was explored.</param>
/// <param name="States">Distinct states seen.</param>
/// <param name="Transitions">Steps from a state to another one, of all states gone on from.</param>
/// <param name="Depth">The most steps that it takes at least to reach one of the states.</param>
/// <param name="Ending">Why it ended.</param>
/// <param name="Finding">What is wrong; null for nothing that was seen.</param>
public sealed record Exploration(ExplorationSettings Settings, int States, long Transitions, int Depth, ExplorationEnding Ending, Finding? Finding);

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

/// <summary>What a state or a step can break, the gravest first.</summary>
public enum Rule
{
    /// <summary>Never two inside.</summary>
    Exclusion,

    /// <summary>The rules take every input that can come to them.</summary>
    Refusal,

    /// <summary>In every state somebody can take a step, unless all are done. Giving up does not count, nor what the network does amiss.</summary>
    DeadEnd,

    /// <summary>From every state there is a way to one in which all are done, of steps that count as for <see cref="DeadEnd"/>.</summary>
    WayOut,

    /// <summary>Nobody enters while one with a smaller timestamp waits. Only of an algorithm that promises it.</summary>
    Order,

    /// <summary>The invariants that the algorithm states of itself.</summary>
    Invariant,
}

/// <summary>The gravest rule that is broken, and how to get there.</summary>
/// <param name="Rule">Which one.</param>
/// <param name="Text">What is wrong, in a sentence.</param>
/// <param name="Steps">As few steps from the beginning as possible.</param>
public sealed record Finding(Rule Rule, string Text, IReadOnlyList<Happening> Steps);
