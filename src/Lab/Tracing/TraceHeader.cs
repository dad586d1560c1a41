using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Tracing;

/// <summary>The first line of a trace: which run it records.</summary>
/// <param name="Algorithm">The name of the algorithm, <see cref="MutexAlgorithm.Name"/>.</param>
/// <param name="Processes">N.</param>
/// <param name="Seed">The seed of the random draws; null if it is not known.</param>
/// <param name="IsVirtual">Whether the times are of a simulated clock.</param>
/// <param name="Started">When the run began; of a simulated clock, the beginning of 1970.</param>
public sealed record TraceHeader(string Algorithm, int Processes, long? Seed, bool IsVirtual, DateTimeOffset? Started)
{
    /// <summary>The rule that was broken on purpose; null for none.</summary>
    public string? Bug { get; init; }

    /// <summary>What each process does, <see cref="Runs.Protocol.Workload"/>; null if the protocol has only one.</summary>
    public string? Workload { get; init; }

    /// <summary>
    /// How many processes each node had, the first ones on the first node. The processes of a node share a clock. The clocks of
    /// two nodes may differ by about the time of a message between them. Default: empty, all processes share a clock.
    /// </summary>
    public IReadOnlyList<int> Nodes { get; init; } = [];

    /// <summary>
    /// Whether the last line must be <c>end</c>; a file without it is cut. <see cref="TraceWriter"/> always writes it.
    /// </summary>
    public bool HasEnd { get; init; }

    /// <summary>The first line of a trace of a run by the rules of a protocol.</summary>
    /// <param name="protocol">The rules.</param>
    /// <param name="processes">N.</param>
    /// <param name="seed">The seed of the random draws; null if it is not known.</param>
    /// <param name="started">When the run begins; null, the default, in virtual time.</param>
    internal static TraceHeader Of(Runs.Protocol protocol, int processes, long? seed, DateTimeOffset? started = null) =>
        new(protocol.Name, processes, seed, started is null, started ?? DateTimeOffset.UnixEpoch)
        {
            Bug = protocol.Bug,
            Workload = protocol.Workload,
        };
}
