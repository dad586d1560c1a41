using Coterie.Lab.Runs;

namespace Coterie.Lab.Museum;

/// <summary>A protocol with one rule broken on purpose, to show how it fails.</summary>
/// <param name="Name">As on the command line: <c>no-tie-break</c>.</param>
/// <param name="Explanation">Which rule is broken, and what that leads to: two sentences.</param>
/// <param name="Breaks">The property that no longer holds.</param>
/// <param name="Protocol">The broken protocol; it promises the same as the correct one.</param>
public sealed record Exhibit(string Name, string Explanation, Property Breaks, Protocol Protocol)
{
    /// <summary>The faults without which the bug does not show; default none.</summary>
    public Circumstances Needs { get; init; }

    /// <summary>Whether random runs hardly ever show it, so that the explorer must look for it; default no.</summary>
    public bool IsRare { get; init; }

    /// <summary>The fewest processes with which it can show; default 2.</summary>
    public int Processes { get; init; } = 2;

    /// <summary>How often each of them must ask; default once.</summary>
    public int Requests { get; init; } = 1;
}

/// <summary>The faults of the network and of processes that an exhibit may need.</summary>
[Flags]
public enum Circumstances
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Messages are lost.</summary>
    Loss = 1,

    /// <summary>Messages arrive more than once.</summary>
    Duplicate = 2,

    /// <summary>Processes that wait give up.</summary>
    Withdraw = 4,

    /// <summary>A process crashes and comes back.</summary>
    Restart = 8,
}
