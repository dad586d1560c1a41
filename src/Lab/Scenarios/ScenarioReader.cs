using System.Globalization;
using Coterie.Actors.Configuration;
using Coterie.Lab.Configuration;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Scenarios;

/// <summary>Makes the settings of a run from the keys of a scenario.</summary>
/// <param name="fields">The keys; they collect the errors.</param>
/// <param name="resendInterval">The resend interval, if the scenario has none.</param>
internal sealed class ScenarioReader(ScenarioFields fields, TimeSpan resendInterval)
{
    private const int MostRequests = 100_000;
    private const string ProcessRule = "the number of a process, from 1";
    private const string RequestsRule = "a list such as [{ process = 1, at = 0, hold = 2s }]";
    private const string AtRule = "a time since the start such as 0, 250ms or 10s, up to 1d";
    private const string HoldRule = "a duration such as 0, 250ms or 10s, up to 1d";
    private const string UntilRule = "a duration above 0, such as 30s, up to 1d";

    private static readonly TimeSpan UsualEnd = TimeSpan.FromMinutes(1);
    private static readonly DurationRange Planned = new(TimeSpan.Zero, TimeSpan.Zero);

    private static readonly string[] Keys =
    [
        "requests", "until", "seed", "resend", "states", "anyway", "latency", "latency.", "clocks.",
        .. ScenarioProtocol.Keys,
        .. ScenarioFaults.Keys,
    ];

    /// <summary>Reads all keys.</summary>
    /// <returns>The settings; null if something is wrong.</returns>
    /// <exception cref="ConfigurationFileException">The file of the topology cannot be read, or is no tree.</exception>
    public VirtualSettings? Read(CancellationToken cancellation)
    {
        fields.CheckKeys(Keys, "a scenario");
        var chosen = ScenarioProtocol.Read(fields, cancellation);
        var until = Time(fields, "until", UntilRule) ?? UsualEnd;
        var seed = fields.ReadValue<long>("seed", LabSettings.SeedRule, LabSettings.ParseSeed) ?? 1;
        var resend = Duration(fields, "resend", Durations.AboveZeroRule, Durations.TryParseAboveZero) ?? resendInterval;
        var network = Network();
        var (faults, drifts) = (ScenarioFaults.Read(fields), ScenarioFaults.Drifts(fields));
        var (requests, clocks) = (Requests(until, chosen), Clocks());
        var (states, anyway) = (fields.IsOn("states"), fields.IsOn("anyway"));
        if (fields.HasErrors || chosen is not var (protocol, processes))
            return null;
        var settings = new VirtualSettings(
            new SimulationSettings(processes, until, Planned, Planned, seed, resend, protocol))
        {
            Plan = requests,
            Clocks = clocks,
            NotesStates = states,
            Anyway = anyway,
            Network = network,
            Faults = faults,
            Drifts = drifts,
        };
        Check(settings);
        return settings;
    }

    private static TimeSpan? Time(ScenarioFields fields, string key, string rule) => Duration(
        fields,
        key,
        rule,
        text => Durations.TryParse(text, SimulationSettings.LongestDuration) is { } time
            && (rule != UntilRule || time > TimeSpan.Zero) ? time : null);

    private static TimeSpan? Duration(ScenarioFields fields, string key, string rule, Func<string, TimeSpan?> read) =>
        fields.ReadValue(key, Durations.Explain(rule, fields.Text(key) ?? ""), read);

    private static ProcessId? Process(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && id is >= 1 and <= VirtualSettings.MostProcesses
            ? new ProcessId(id)
            : null;

    // What the settings must keep together has the names of the options; here some of them are in a section.
    private void Check(VirtualSettings settings)
    {
        if (SettingsCheck.Find(settings) is not { } problem)
            return;
        var fault = $"{ScenarioFaults.Section}.{problem.What}";
        fields.Wrong(fields.Has(fault) ? fault : problem.What, problem.Rule, problem.Value);
    }

    private List<PlannedRequest> Requests(TimeSpan until, (Protocol Protocol, int Processes)? chosen)
    {
        var requests = new List<PlannedRequest>();
        if (!fields.Has("requests"))
            fields.Missing("requests", RequestsRule);
        else if (!fields.Sections("requests").Any())
            fields.Wrong("requests", RequestsRule, "an empty list");
        foreach (var request in fields.Sections("requests"))
        {
            request.CheckKeys(["process", "at", "hold"], "a request");
            if (!request.Has("process"))
                request.Missing("process", ProcessRule);
            var process = request.ReadValue<ProcessId>("process", ProcessRule, Process);
            var at = Time(request, "at", AtRule) ?? TimeSpan.Zero;
            var hold = Time(request, "hold", HoldRule) ?? TimeSpan.FromSeconds(1);
            if (at >= until)
            {
                var rule = $"before the end of the run, {DurationRange.Text(until)} (key until)";
                request.Wrong("at", rule, DurationRange.Text(at));
            }
            if (process is not { } asking)
                continue;
            requests.Add(new PlannedRequest(asking, at, hold));
            if (chosen is var (protocol, processes) && RuleOf(asking, protocol, processes) is { } broken)
                request.Wrong("process", broken, $"{asking}");
        }
        if (requests.Count > MostRequests)
            fields.Wrong("requests", $"{MostRequests} at most", $"{requests.Count}");
        return requests;
    }

    private static string? RuleOf(ProcessId process, Protocol protocol, int processes)
    {
        if (!process.IsOneOf(processes))
            return $"from 1 to {processes}";
        return protocol.Client(new ClientSetup(process, processes, 1)) is null
            ? $"a process that asks, which {protocol.Words.Name(process)} does not"
            : null;
    }

    private Dictionary<ProcessId, long> Clocks()
    {
        const string Rule = "a whole number from 0 to 1000000000";
        var clocks = new Dictionary<ProcessId, long>();
        foreach (var (key, text, offset) in fields.Under("clocks"))
        {
            if (Process(key) is not { } process)
                fields.Wrong(offset, "A key of clocks", ProcessRule, key);
            else if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var clock) && clock <= 1_000_000_000)
                clocks[process] = clock;
            else
                fields.Wrong(offset, $"clocks.{key}", Rule, text);
        }
        return clocks;
    }

    private NetworkModel Network()
    {
        const string Usual = "usual";
        var network = ScenarioFaults.Network(fields);
        var pairs = new Dictionary<(ProcessId, ProcessId), Latency>();
        foreach (var (key, text, offset) in fields.Under("latency"))
        {
            if (Latency.TryParse(text) is not { } latency)
                fields.Wrong(offset, $"latency.{key}", Durations.Explain(Latency.Rule, text), text);
            else if (key == Usual)
                network = network with { Latency = latency };
            else if (Ends(key, '-') is var (one, other))
                (pairs[(one, other)], pairs[(other, one)]) = (latency, latency);
            else if (Ends(key, '>') is var (from, to))
                pairs[(from, to)] = latency;
            else
                fields.Wrong(offset, "A key of latency", $"{Usual}, two processes such as 1-3, or one way such as 1>3", key);
        }
        network = network with { Pairs = pairs };
        if (fields.Under("latency").Any())
            return network;
        return fields.Read("latency", Latency.Rule, Latency.TryParse) is { } same ? network with { Latency = same } : network;
    }

    private static (ProcessId From, ProcessId To)? Ends(string key, char between) =>
        key.Split(between) is [var from, var to] && Process(from) is { } one && Process(to) is { } other ? (one, other) : null;
}
