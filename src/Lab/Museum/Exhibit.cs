using Coterie.Lab.Runs;

namespace Coterie.Lab.Museum;

/// <summary>A protocol with one rule broken on purpose, to be seen failing.</summary>
/// <param name="Name">As on the command line: <c>no-tie-break</c>.</param>
/// <param name="Explanation">What is broken, and what comes of it: two sentences.</param>
/// <param name="Breaks">What no longer holds.</param>
/// <param name="Protocol">The broken rules; they promise what the whole ones do.</param>
public sealed record Exhibit(string Name, string Explanation, Property Breaks, Protocol Protocol)
{
    /// <summary>What must happen before it can show; default: nothing out of the ordinary.</summary>
    public Circumstances Needs { get; init; }

    /// <summary>How few processes it can show with; default 2.</summary>
    public int Processes { get; init; } = 2;

    /// <summary>How often each of them must ask; default once.</summary>
    public int Requests { get; init; } = 1;
}

/// <summary>What a network and the processes may do out of the ordinary.</summary>
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
