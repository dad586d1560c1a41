using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

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

    /// <summary>
    /// The same for the messages from one process to another, where it is another one. Default: the <see cref="Latency"/> is the
    /// same for all.
    /// </summary>
    public IReadOnlyDictionary<(ProcessId From, ProcessId To), Latency> Pairs { get; init; } =
        new Dictionary<(ProcessId, ProcessId), Latency>();

    /// <summary>Whether every message takes the same time.</summary>
    internal bool IsConstant => Latency.IsConstant && Pairs.Count == 0;

    /// <summary>The longest that is possible.</summary>
    internal TimeSpan Longest => Pairs.Values.Select(latency => latency.Longest).Append(Latency.Longest).Max();

    /// <summary>How long messages from one process to another are on their way.</summary>
    internal Latency LatencyOf(ProcessId from, ProcessId to) =>
        Pairs.Count == 0 ? Latency : Pairs.GetValueOrDefault((from, to), Latency);

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
