using System.CommandLine;
using System.Globalization;
using Coterie.Actors.Configuration;
using Coterie.Host.CommandLine;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate;

/// <summary>The options of a run in virtual time.</summary>
internal static class VirtualOptions
{
    private const int MostRequests = 1_000_000_000;

    private static readonly Option<bool> Virtual = new("--virtual")
    {
        Description = "Runs in virtual time: a simulated clock jumps from event to event, so that a run takes a moment "
            + "and is the same for the same seed. The options below need it",
    };

    private static readonly Option<string?> Latency =
        Options.Text(
            "--latency",
            "LATENCY",
            "How long messages are on their way: 1ms, 500us..2ms, exp:1ms (exponential, mean) [default: 1ms; with --reorder "
            + "500us..1500us]");

    private static readonly Option<string?> Loss =
        Options.Text("--loss", "SHARE", "The share of messages that do not arrive: 1% [default: 0]");
    private static readonly Option<string?> Duplicate =
        Options.Text("--duplicate", "SHARE", "The share of messages that arrive twice: 1% [default: 0]");
    private static readonly Option<bool> Reorder = new("--reorder")
    {
        Description = "Messages from one process to another may overtake each other [default: they stay in order]",
    };


    private static readonly Option<string[]> Pause =
        Repeated("--pause", "P@FROM..UNTIL", "Process P takes no steps for a while: 3@2s..3s");
    private static readonly Option<string[]> Partition = Repeated(
        "--partition",
        "GROUPS@FROM..UNTIL",
        "No message gets from one group to another: 1,2|3@2s..4s; processes not named are one more group");
    private static readonly Option<string[]> Crash =
        Repeated("--crash", "P@TIME", "Process P stops, and what arrives there is lost: 3@5s");
    private static readonly Option<string[]> Restart = Repeated(
        "--restart",
        "P@TIME[:forgetful]",
        "The crashed process comes back with what its protocol keeps (the algorithms of mutual exclusion: everything), or "
        + "knowing nothing: 3@7s, 3@7s:forgetful");

    private static readonly Option<string[]> Clock = Repeated(
        "--clock",
        "P:DRIFT",
        "The clock of process P, by which its timers go, runs too fast or too slow, or jumps ahead: "
        + "3:+3%, 3:-0.5%, 3:jump=5s@2s");

    private static readonly Option<string[]> Withdraw = Repeated(
        "--withdraw",
        "P@TIME",
        "Process P withdraws its request at that time, if it waits then: 3@5s [default: when the time is over]");

    private static readonly Option<bool> Anyway = new("--anyway")
    {
        Description = "Runs although the algorithm is not made for such a network or such faults, to see it break; the verdict "
            + "says what it assumes",
    };

    private static readonly Option<string?> Requests = Options.Text(
        "--requests",
        "K",
        "Each process makes K requests, and the run ends when all are done; SECONDS is the limit, and who is not done by then "
        + "is starved");

    /// <summary>Those that say what runs.</summary>
    public static IReadOnlyList<Option> OfRun { get; } =
        [Latency, Loss, Duplicate, Reorder, Pause, Partition, Crash, Restart, Clock, Withdraw, Requests, Anyway];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } = [Virtual, .. OfRun];

    /// <summary>Whether the run is to be in virtual time.</summary>
    public static bool IsVirtual(ParseResult parsed) => parsed.GetValue(Virtual);

    /// <summary>The run that is asked for; null for one in real time.</summary>
    /// <exception cref="UsageException">An option breaks its rule, or does not go with the others.</exception>
    public static VirtualSettings? Read(ParseResult parsed, SimulationSettings simulation)
    {
        if (!IsVirtual(parsed))
        {
            IEnumerable<Option> needing = [.. All, WorkloadOptions.Durable]; // actors store nothing
            foreach (var option in needing.Where(option => parsed.GetResult(option) is { Implicit: false }))
                throw new UsageException($"{option.Name} must be given together with --virtual.");
            if (simulation.Protocol.NeedsVirtualTime)
            {
                throw new UsageException(
                    $"{Virtual.Name} must be given with {simulation.Protocol}, whose time-outs rely on messages that are never "
                    + "late.");
            }
            return null;
        }
        var settings = new VirtualSettings(simulation)
        {
            Network = Network(parsed),
            Faults = Faults(parsed),
            Drifts = Drifts(parsed),
            Withdrawals = [.. Each(parsed, Withdraw, FaultNotation.TryParseWithdrawal, FaultNotation.MomentRule)],
            Requests = Count(parsed),
            Anyway = parsed.GetValue(Anyway),
        };
        return SettingsCheck.Find(settings) is { } problem
            ? throw new UsageException($"--{problem}{Advice(settings)}")
            : settings;
    }

    /// <summary>
    /// The options from which <see cref="Read"/> makes these settings, without <c>--virtual</c>. Options that have their default
    /// are left out.
    /// </summary>
    public static string Text(VirtualSettings settings)
    {
        var network = settings.Network;
        List<string> options = [$"{Latency.Name} {network.Latency}"];
        if (network.Loss.IsPossible)
            options.Add($"{Loss.Name} {network.Loss}");
        if (network.Duplicate.IsPossible)
            options.Add($"{Duplicate.Name} {network.Duplicate}");
        if (network.Reorder)
            options.Add(Reorder.Name);
        options.AddRange(settings.Faults.Select(fault =>
            fault is PlannedFault.Partition ? $"--{fault.Name} '{fault}'" : $"--{fault.Name} {fault}"));
        options.AddRange(settings.Drifts.Select(clock => $"{Clock.Name} {FaultNotation.Text(clock.Key, clock.Value)}"));
        options.AddRange(settings.Withdrawals.Select(withdrawal => $"{Withdraw.Name} {withdrawal}"));
        if (settings.Requests is { } requests)
            options.Add(string.Create(CultureInfo.InvariantCulture, $"{Requests.Name} {requests}"));
        if (settings.Anyway)
            options.Add(Anyway.Name);
        return string.Join(' ', options);
    }

    // Only what the protocol assumes can be broken on purpose.
    private static string Advice(VirtualSettings settings) =>
        !settings.Anyway && SettingsCheck.Find(settings with { Anyway = true }) is null
            ? $" {Anyway.Name} runs it nevertheless, to see what breaks."
            : "";

    private static Option<string[]> Repeated(string name, string value, string description) =>
        new(name)
        {
            HelpName = value,
            Description = $"{description}. May be given several times",
            Arity = ArgumentArity.OneOrMore,
        };

    private static NetworkModel Network(ParseResult parsed)
    {
        var usual = new NetworkModel { Reorder = parsed.GetValue(Reorder) };
        return usual with
        {
            Latency = parsed.GetValue(Latency) is not { } latency
                ? usual.Latency
                : Lab.Virtual.Latency.TryParse(latency)
                    ?? throw UsageException.Of(Latency.Name, Durations.Explain(Lab.Virtual.Latency.Rule, latency), latency),
            Loss = Share(parsed, Loss),
            Duplicate = Share(parsed, Duplicate),
        };
    }

    private static Chance Share(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } share
        ? default
        : Chance.TryParse(share) ?? throw UsageException.Of(option.Name, Chance.Rule, share);

    private static int? Count(ParseResult parsed)
    {
        if (parsed.GetValue(Requests) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is >= 1 and <= MostRequests
            ? count
            : throw UsageException.Of(Requests.Name, $"a whole number from 1 to {MostRequests}", text);
    }

    private static List<PlannedFault> Faults(ParseResult parsed) =>
    [
        .. Each(parsed, Pause, FaultNotation.TryParsePause, FaultNotation.PauseRule),
        .. Each(parsed, Partition, FaultNotation.TryParsePartition, FaultNotation.PartitionRule),
        .. Each(parsed, Crash, FaultNotation.TryParseCrash, FaultNotation.MomentRule),
        .. Each(parsed, Restart, FaultNotation.TryParseRestart, FaultNotation.RestartRule),
        .. Clocks(parsed).Select(clock => clock.Jump).OfType<PlannedFault>(),
    ];

    private static Dictionary<ProcessId, int> Drifts(ParseResult parsed)
    {
        var drifts = new Dictionary<ProcessId, int>();
        foreach (var (process, drift, _) in Clocks(parsed).Where(clock => clock.Jump is null))
        {
            if (!drifts.TryAdd(process, drift))
                throw UsageException.Of(
                    Clock.Name, $"given once for the drift of process {process}", FaultNotation.Text(process, drift));
        }
        return drifts;
    }

    private static IEnumerable<(ProcessId Process, int Drift, PlannedFault.Jump? Jump)> Clocks(ParseResult parsed) =>
        (parsed.GetValue(Clock) ?? []).Select(text => FaultNotation.TryParseClock(text)
            ?? throw UsageException.Of(Clock.Name, Durations.Explain(FaultNotation.ClockRule, text), text));

    private static IEnumerable<T> Each<T>(ParseResult parsed, Option<string[]> option, Func<string, T?> read, string rule)
        where T : class =>
        (parsed.GetValue(option) ?? []).Select(
            text => read(text) ?? throw UsageException.Of(option.Name, Durations.Explain(rule, text), text));
}
