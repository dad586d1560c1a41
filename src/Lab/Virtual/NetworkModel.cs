using Coterie.Lab.Workloads;

namespace Coterie.Lab.Virtual;

/// <summary>What a simulated network does to messages.</summary>
public sealed record NetworkModel
{
    private static readonly Latency Usual = Latency.Constant(TimeSpan.FromMilliseconds(1));
    private static readonly Latency Varying =
        new Latency.Uniform(new DurationRange(TimeSpan.FromMicroseconds(500), TimeSpan.FromMicroseconds(1500)));
    private readonly Latency? _latency;

    /// <summary>How long messages are on their way. Default 1 ms each; with <see cref="Reorder"/> 0.5 to 1.5 ms.</summary>
    public Latency Latency
    {
        get => _latency ?? (Reorder ? Varying : Usual);
        init => _latency = value;
    }

    /// <summary>The chance that a message does not arrive; default 0.</summary>
    public Chance Loss { get; init; }

    /// <summary>The chance that a message arrives twice; default 0.</summary>
    public Chance Duplicate { get; init; }

    /// <summary>
    /// Whether messages from one process to another may overtake each other. Default no: a message that would arrive before an
    /// earlier one arrives just after it.
    /// </summary>
    public bool Reorder { get; init; }
}
