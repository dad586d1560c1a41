namespace Coterie.Simulation.Virtual;

/// <summary>What a simulated network does to messages.</summary>
public sealed record NetworkModel
{
    /// <summary>How long they are on their way; default 1 ms each.</summary>
    public Latency Latency { get; init; } = Latency.Constant(TimeSpan.FromMilliseconds(1));

    /// <summary>The chance that one does not arrive; default 0.</summary>
    public Chance Loss { get; init; }

    /// <summary>The chance that one arrives twice; default 0.</summary>
    public Chance Duplicate { get; init; }

    /// <summary>
    /// Whether messages from one process to another may overtake each other. Default no: who would arrive before an earlier one arrives just after it.
    /// </summary>
    public bool Reorder { get; init; }
}
