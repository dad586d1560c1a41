using System.CommandLine;
using System.Security.Cryptography;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Nodes;
using Coterie.Host.CommandLine;
using Coterie.Lab.Configuration;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;

namespace Coterie.Host.Simulate;

/// <summary>The options of a run in real or virtual time.</summary>
internal static class SimulateOptions
{
    private static readonly Option<string?> Think =
        Options.Text(
            "--think",
            "RANGE",
            "How long a process stays outside before it asks: 250ms, 1s..3s, 0 [default: coterie.simulate.think, 1s..3s]");

    private static readonly Option<string?> Hold =
        Options.Text("--hold", "RANGE", "How long a process stays inside [default: coterie.simulate.hold, 1s..3s]");
    private static readonly Option<string?> Seed =
        Options.Text("--seed", "N", "Seed of the random draws [default: coterie.simulate.seed, another one each time]");
    private static readonly Option<string?> Resend =
        Options.Text(
            "--resend",
            "DURATION",
            "How long a request is left unanswered before it is sent again [default: coterie.mutex.resend-interval, 10s]");

    private static readonly Option<string?> Listen = Options.Listen(
        "The address where other nodes reach this one [default: coterie.node.host and coterie.node.port, 127.0.0.1:4053]");
    private static readonly Option<string?> Nodes =
        Options.Text("--nodes", "K", "Runs on K nodes: waits until K-1 others have joined [default: all processes run here]");
    private static readonly Option<string[]> ConfigFile = Options.Config();

    /// <summary>Those that say what runs, and where.</summary>
    public static IReadOnlyList<Option> OfRun { get; } =
    [
        Think, Hold, Seed, Resend, AlgorithmOptions.Algorithm, AlgorithmOptions.AnyProtocol, AlgorithmOptions.Bug,
        TopologyOptions.Topology,
        WorkloadOptions.Readers, WorkloadOptions.Writers, WorkloadOptions.Watchers, WorkloadOptions.Voters, WorkloadOptions.Lease,
        WorkloadOptions.Copies, WorkloadOptions.Durable, Listen, Nodes, Options.Tls, Options.TlsKey, Options.TlsAuthority,
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } = [.. OfRun, ConfigFile, Options.Verbose];

    /// <summary>The configuration that is asked for.</summary>
    public static Config Config(ParseResult parsed, CancellationToken cancellation) =>
        ConfigurationFiles.Load(parsed, ConfigFile, cancellation);

    /// <summary>
    /// What is to run. Options override <paramref name="common"/> and <paramref name="settings"/>.
    /// </summary>
    /// <exception cref="UsageException">An argument or option breaks its rule.</exception>
    public static SimulationSettings Read(ParseResult parsed, CoterieSettings common, LabSettings settings) => Read(
        parsed,
        common,
        settings,
        WorkloadOptions.Read(
            parsed,
            AlgorithmOptions.Read(parsed),
            SimulateArguments.Count(SimulateArguments.Processes.ValueOf(parsed), VirtualOptions.IsVirtual(parsed))));

    private static SimulationSettings Read(
        ParseResult parsed, CoterieSettings common, LabSettings settings, (Protocol Protocol, int Processes) chosen) => new(
        chosen.Processes,
        SimulateArguments.Duration(SimulateArguments.Seconds.ValueOf(parsed)),
        parsed.GetValue(Think) is { } think ? SimulateArguments.Range(Think.Name, think) : settings.Think,
        parsed.GetValue(Hold) is { } hold ? SimulateArguments.Range(Hold.Name, hold) : settings.Hold,
        parsed.GetValue(Seed) is { } seed
            ? SimulateArguments.Seed(seed)
            : settings.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue),
        parsed.GetValue(Resend) is { } resend ? SimulateArguments.Interval(Resend.Name, resend) : common.Mutex.ResendInterval,
        chosen.Protocol);

    /// <summary>The nodes that are asked for; null if all processes run here.</summary>
    /// <exception cref="UsageException">An option breaks its rule.</exception>
    public static async Task<NetworkSettings?> NetworkAsync(
        ParseResult parsed, int processes, NodeSettings node, CancellationToken cancellation)
    {
        var listen = parsed.GetValue(Listen);
        if (parsed.GetValue(Nodes) is not { } nodes)
        {
            var alone = ((IEnumerable<Option<string?>>)[Listen, Options.Tls, Options.TlsKey, Options.TlsAuthority])
                .FirstOrDefault(option => parsed.GetValue(option) is not null);
            return alone is null ? null : throw new UsageException($"{alone.Name} must be given together with {Nodes.Name}.");
        }
        if (VirtualOptions.IsVirtual(parsed))
            throw UsageException.Of(Nodes.Name, "left out with --virtual, which runs on this machine alone", nodes);
        var count = SimulateArguments.Nodes(nodes, processes);
        return new NetworkSettings(await Endpoints.ReadAsync(Listen.Name, listen, node.Listen, cancellation), count);
    }
}
