using System.CommandLine;
using System.Globalization;
using Coterie.Actors.Configuration;
using Coterie.Lab.Memory;
using Coterie.Lab.Quorum;
using Coterie.Lab.Runs;
using Coterie.Lab.Variables;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Quorum;

namespace Coterie.Host.CommandLine;

/// <summary>The options that say who does what, of commands that run the shared memory or the quorum protocol.</summary>
internal static class WorkloadOptions
{
    private const int MostLapses = 100;

    /// <summary><c>--readers R</c>.</summary>
    public static Option<string?> Readers { get; } = Options.Text(
        "--readers",
        "R",
        "With --protocol memory: how many processes read. Process 1 is the memory, the next ones are readers, then come the "
        + "writers [default: half of the clients, rounded up]. With --protocol quorum or variables: how many clients share the "
        + "lock, or only read [default: 0]");

    /// <summary><c>--writers W</c>.</summary>
    public static Option<string?> Writers { get; } = Options.Text(
        "--writers",
        "W",
        "With --protocol memory: how many processes write; with --protocol quorum or variables: how many clients hold "
        + "the lock alone, or write [default: the others]");

    /// <summary><c>--watchers W</c>.</summary>
    public static Option<string?> Watchers { get; } = Options.Text(
        "--watchers",
        "W",
        "With --protocol variables: how many of the readers watch the variable, too [default: 0]");

    /// <summary><c>--voters V</c>.</summary>
    public static Option<string?> Voters { get; } = Options.Text(
        "--voters",
        "V",
        "With --protocol quorum or variables: how many voters there are besides the clients; they are the first processes "
        + "[default: "
        + $"{QuorumWorkload.UsualVoters}]");

    /// <summary><c>--lease D</c>.</summary>
    public static Option<string?> Lease { get; } = Options.Text(
        "--lease",
        "DURATION",
        "With --protocol quorum or variables: how long a vote counts after the latest beat of its client [default: 2s]");

    /// <summary><c>--lapses L</c>.</summary>
    public static Option<string?> Lapses { get; } = Options.Text(
        "--lapses",
        "L",
        "With --protocol quorum or variables: how many beats, in all, do not reach every voter, so that votes stop counting "
        + "[default: 1]");

    /// <summary><c>--late WHICH</c>.</summary>
    public static Option<string?> Late { get; } = Options.Text(
        "--late",
        "WHICH",
        "With --protocol quorum or variables: which messages may arrive late: nothing, stores (those about "
        + "values, to voters), requests (all those to voters), or all, which makes far more states. The others arrive at once "
        + "or, with --loss, never [default: requests]");

    /// <summary><c>--durable</c>.</summary>
    public static Option<bool> Durable { get; } = new("--durable")
    {
        Description = "With --protocol quorum or variables: voters store what they must not forget, and any number of them may "
            + "come back with it after a crash",
    };

    /// <summary>The same protocol with durable voters, if they are asked for.</summary>
    /// <exception cref="UsageException">The protocol has none.</exception>
    public static Protocol WithDurable(ParseResult parsed, Protocol protocol)
    {
        if (!parsed.GetValue(Durable))
            return protocol;
        if (protocol.Workload is null || QuorumWorkload.TryParse(protocol.Workload) is not { } workload)
            throw GoesWith(Durable.Name, QuorumLab.Name, VariablesLab.Name);
        return protocol.ChooseWorkload!((workload with { IsDurable = true }).ToString())!;
    }

    /// <summary><c>--copies</c>.</summary>
    public static Option<bool> Copies { get; } = new("--copies")
    {
        Description = "With --protocol variables: every read makes a copy, which the next one reads without a message until "
            + "somebody writes. Otherwise every second read does",
    };

    /// <summary>How many processes the options ask for; null if they leave it open.</summary>
    /// <exception cref="UsageException">An option breaks its rule.</exception>
    public static int? Processes(ParseResult parsed, Protocol protocol, int most) =>
        Number(parsed, Readers, most) is { } readers && Number(parsed, Writers, most) is { } writers
            ? readers + writers + (protocol.Name == MemoryLab.Name ? 1 : 0)
            : TopologyOptions.Read(parsed, protocol)?.Processes;

    /// <summary>
    /// The protocol with the workload that the options ask for, and the number of its processes, servers included.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="processes">How many processes were asked for, without servers.</param>
    /// <exception cref="UsageException">An option breaks its rule, or the protocol does not have it.</exception>
    public static (Protocol Protocol, int Processes) Read(ParseResult parsed, Protocol protocol, int processes)
    {
        CheckOf(parsed, protocol, [Voters, Lease, Lapses, Late], QuorumLab.Name, VariablesLab.Name);
        CheckOf(parsed, protocol, [Watchers], VariablesLab.Name);
        if (parsed.GetValue(Copies) && protocol.Name != VariablesLab.Name)
            throw GoesWith(Copies.Name, VariablesLab.Name);
        CheckOf(parsed, protocol, [Readers, Writers], MemoryLab.Name, QuorumLab.Name, VariablesLab.Name);
        var tree = TopologyOptions.Read(parsed, protocol);
        return protocol.Name switch
        {
            _ when tree is not null => (TopologyOptions.On(protocol, tree, processes), processes),
            QuorumLab.Name or VariablesLab.Name => ReadQuorum(parsed, protocol, processes),
            _ when parsed.GetValue(Durable) => throw GoesWith(Durable.Name, QuorumLab.Name, VariablesLab.Name),
            MemoryLab.Name => (ReadMemory(parsed, protocol, processes), processes),
            _ => (protocol.For(processes), processes),
        };
    }

    /// <summary>The number that <see cref="Read"/> takes for so many processes in all.</summary>
    public static int CountOf(Protocol protocol, int processes) => processes - protocol.Servers;

    /// <summary>
    /// The options from which <see cref="Read"/> makes the workload of this protocol, each with a space before it; those that
    /// have their default are left out.
    /// </summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="forExplorer">Whether options for the explorer are to be there.</param>
    public static string Text(Protocol protocol, bool forExplorer)
    {
        if (protocol.Name is not (QuorumLab.Name or VariablesLab.Name)
            || QuorumWorkload.TryParse(protocol.Workload!) is not { } workload)
        {
            return "";
        }
        var text = string.Create(CultureInfo.InvariantCulture, $" {Voters.Name} {workload.Voters}");
        if (workload.Readers > 0)
            text += string.Create(CultureInfo.InvariantCulture, $" {Readers.Name} {workload.Readers}");
        if (workload.Watchers > 0)
            text += string.Create(CultureInfo.InvariantCulture, $" {Watchers.Name} {workload.Watchers}");
        if (workload.Lease != QuorumWorkload.UsualLease)
            text += $" {Lease.Name} {new DurationRange(workload.Lease, workload.Lease)}";
        text += workload.KeepsCopies ? $" {Copies.Name}" : "";
        if (forExplorer)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" {Lapses.Name} {workload.Lapses}");
            text += workload.Late == Lateness.Requests ? "" : $" {Late.Name} {NameOf(workload.Late)}";
        }
        if (workload.IsDurable)
            text += $" {Durable.Name}";
        return text;
    }

    private static Protocol ReadMemory(ParseResult parsed, Protocol protocol, int processes)
    {
        var clients = processes - 1;
        var (readers, writers) = (Number(parsed, Readers, clients), Number(parsed, Writers, clients));
        if (readers is null && writers is null)
            return protocol.For(processes);
        var workload = new MemoryWorkload(readers ?? clients - writers!.Value, writers ?? clients - readers!.Value);
        if (workload.Processes != processes)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Readers.Name} and {Writers.Name} must be {clients} together, as many as there are processes besides the "
                + $"memory, was [{readers} and {writers}]."));
        }
        return protocol.ChooseWorkload!(workload.ToString())!;
    }

    private static (Protocol Protocol, int Processes) ReadQuorum(ParseResult parsed, Protocol protocol, int clients)
    {
        var (readers, writers) = (Number(parsed, Readers, clients), Number(parsed, Writers, clients));
        var workload = new QuorumWorkload(
            Number(parsed, Voters, QuorumTerms.MostVoters, least: 1) ?? QuorumWorkload.UsualVoters,
            readers ?? clients - (writers ?? clients),
            writers ?? clients - (readers ?? 0))
        {
            Lease = LeaseOf(parsed),
            Lapses = Number(parsed, Lapses, MostLapses) ?? 1,
            Late = LatenessOf(parsed),
            IsDurable = parsed.GetValue(Durable),
            KeepsCopies = parsed.GetValue(Copies),
        };
        if (workload.Readers + workload.Writers != clients)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Readers.Name} and {Writers.Name} must be {clients} together, as many as there are clients, was "
                + $"[{readers} and {writers}]."));
        }
        workload = workload with { Watchers = Number(parsed, Watchers, workload.Readers) ?? 0 };
        return (protocol.ChooseWorkload!(workload.ToString())!, workload.Processes);
    }

    private static Lateness LatenessOf(ParseResult parsed)
    {
        if (parsed.GetValue(Late) is not { } text)
            return Lateness.Requests;
        foreach (var late in Enum.GetValues<Lateness>())
        {
            if (NameOf(late).Equals(text, StringComparison.OrdinalIgnoreCase))
                return late;
        }
        throw UsageException.Of(Late.Name, "nothing, stores, requests or all", text);
    }

    private static string NameOf(Lateness late) => late switch
    {
        Lateness.Nothing => "nothing",
        Lateness.Stores => "stores",
        Lateness.All => "all",
        _ => "requests",
    };

    private static TimeSpan LeaseOf(ParseResult parsed)
    {
        if (parsed.GetValue(Lease) is not { } text)
            return QuorumWorkload.UsualLease;
        const string Rule = "a duration of whole milliseconds such as 250ms or 1.5s, from 1ms to 1h";
        return Durations.TryParseAboveZero(text) is { } lease
            && lease.Ticks % TimeSpan.TicksPerMillisecond == 0 && lease <= TimeSpan.FromHours(1)
                ? lease
                : throw UsageException.Of(Lease.Name, Durations.Explain(Rule, text), text);
    }

    private static void CheckOf(ParseResult parsed, Protocol protocol, Option<string?>[] options, params string[] names)
    {
        if (names.Contains(protocol.Name))
            return;
        foreach (var option in options.Where(option => parsed.GetValue(option) is not null))
            throw GoesWith(option.Name, names);
    }

    private static UsageException GoesWith(string option, params string[] protocols) => new(
        $"{option} must be given together with {AlgorithmOptions.AnyProtocol.Name} {string.Join(" or ", protocols)}.");

    private static int? Number(ParseResult parsed, Option<string?> option, int most, int least = 0)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw UsageException.Of(option.Name, $"a whole number from {least} to {most}", text);
    }
}
