using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Tracing;

/// <summary>The first line of a trace: what run it is of.</summary>
/// <param name="Algorithm">The name of the algorithm, <see cref="MutexAlgorithm.Name"/>.</param>
/// <param name="Processes">N.</param>
/// <param name="Seed">Of the random draws; null where it is not known.</param>
/// <param name="IsVirtual">Whether the times are of a simulated clock.</param>
/// <param name="Started">When the run began; of a simulated clock, the beginning of 1970.</param>
public sealed record TraceHeader(string Algorithm, int Processes, long? Seed, bool IsVirtual, DateTimeOffset? Started)
{
    /// <summary>The rule that was broken on purpose; null for none.</summary>
    public string? Bug { get; init; }

    /// <summary>What each process does, <see cref="Runs.Protocol.Workload"/>; null where the protocol leaves no choice.</summary>
    public string? Workload { get; init; }

    /// <summary>
    /// How many processes each node had, the first ones on the first node. The processes of a node share a clock; those of two
    /// nodes agree only about as exactly as a message between them is fast. Default empty: all share one.
    /// </summary>
    public IReadOnlyList<int> Nodes { get; init; } = [];

    /// <summary>
    /// Whether a last line <c>end</c> is to be expected, without which the file is cut. Those that we write have it.
    /// </summary>
    public bool HasEnd { get; init; }
}
