using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Workloads;

/// <summary>What to simulate.</summary>
/// <param name="Processes">How many processes, from 1 to <see cref="MostProcesses"/>.</param>
/// <param name="Duration">How long processes go on making requests: above zero, up to <see cref="LongestDuration"/>.</param>
/// <param name="Think">How long a process stays outside before it makes a request; default 1 s to 3 s.</param>
/// <param name="Hold">How long a process stays inside; default 1 s to 3 s.</param>
/// <param name="Seed">Of the random draws.</param>
/// <param name="ResendInterval">How long a message may stay without an answer before it is sent again. Above zero.</param>
/// <param name="Protocol">The protocol.</param>
public sealed record SimulationSettings(
    int Processes,
    TimeSpan Duration,
    DurationRange Think,
    DurationRange Hold,
    long Seed,
    TimeSpan ResendInterval,
    Protocol Protocol)
{
    /// <summary>The protocol, with a workload for that many processes.</summary>
    public Protocol Protocol { get; init; } = Protocol.For(Processes);

    /// <summary>Whether a process has a client, which makes requests.</summary>
    internal bool MakesRequests(ProcessId process) => Protocol.Client(new ClientSetup(process, Processes, 1)) is not null;

    /// <summary>The most processes of a run. With more, the 2N² messages of a round take longer than a run may last.</summary>
    public const int MostProcesses = 2_000;

    /// <summary>The longest duration of a run: one day.</summary>
    public static TimeSpan LongestDuration { get; } = TimeSpan.FromDays(1);
}
