using Akka.Actor;
using Coterie.Actors.Wire;
using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Google.Protobuf.Collections;
using static Coterie.Actors.Wire.Field;
using static Coterie.Lab.Running.CounterProtocol;
using static Coterie.Lab.Running.RunProtocol;
using Fence = Coterie.Lab.Running.RunProtocol.Fence;

namespace Coterie.Lab.Running;

/// <summary>
/// The messages of a run on the wire. Manifests of the run begin with S, those of the counter with C;
/// <c>simulation.proto</c> has the fields.
/// </summary>
internal static class SimulationFormats
{
    // The same limits as those of the settings.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestSpan = TimeSpan.FromHours(1);

    public static IEnumerable<WireFormat> All { get; } =
    [
        WireFormat.Of("SJ", (Join _) => new NothingData(), _ => Join.Instance),
        WireFormat.Of(
            "SJD",
            (Joined m) => new JoinedData { Node = m.Node, Nodes = m.Nodes },
            d => new Joined(Number(d.Node), Number(d.Nodes))),
        WireFormat.Of("SJX", (JoinRefused m) => new TextData { Text = m.Reason }, d => new JoinRefused(Sentence(d.Text))),
        WireFormat.Of("SP", (Prepare m) => Data(m), Message),
        WireFormat.Of("SPD", (Prepared m) => Data(m), (d, system) => new Prepared(Number(d.Node), Resolve(d.Processes, system))),
        WireFormat.Of(
            "SR",
            (Peers m) => Data(m),
            (d, system) => new Peers(
                Within(d.First, 1, SimulationSettings.MostProcesses, "The first process"), Resolve(d.Processes, system))),
        WireFormat.Of("SB", (Begin _) => new NothingData(), _ => Begin.Instance),
        WireFormat.Of("SBD", (Begun m) => new NodeData { Node = m.Node }, d => new Begun(Number(d.Node))),
        WireFormat.Of(
            "ST",
            (GetClock m) => new FenceData { Round = m.Round },
            d => new GetClock(Within(d.Round, 1, int.MaxValue, "The round"))),
        WireFormat.Of(
            "STD",
            (Clock m) => new ClockData { Node = m.Node, Round = m.Round, Elapsed = m.Elapsed.Ticks },
            d => new Clock(
                Number(d.Node),
                Within(d.Round, 1, int.MaxValue, "The round"),
                TimeSpan.FromTicks(Within(d.Elapsed, 0, TimeSpan.FromDays(365).Ticks, "The time of a node")))),
        WireFormat.Of("SC", (Close _) => new NothingData(), _ => Close.Instance),
        WireFormat.Of("SCD", (Closed m) => new NodeData { Node = m.Node }, d => new Closed(Number(d.Node))),
        WireFormat.Of(
            "SF", (Fence m) => new FenceData { Round = m.Round }, d => new Fence(Within(d.Round, 1, int.MaxValue, "The round"))),
        WireFormat.Of(
            "SFD",
            (Fenced m) => new FencedData { Node = m.Node, Round = m.Round },
            d => new Fenced(Number(d.Node), Within(d.Round, 1, int.MaxValue, "The round"))),
        WireFormat.Of("SE", (Finish _) => new NothingData(), _ => Finish.Instance),
        WireFormat.Of("SED", (Finished m) => new NodeData { Node = m.Node }, d => new Finished(Number(d.Node))),
        WireFormat.Of(
            "SS",
            (Steps m) => Data(m),
            d => new Steps(
                Number(d.Node),
                Within(d.First, 0, long.MaxValue / 2, "The first step"),
                [.. d.Items.Select(StepFormats.Message)])),
        WireFormat.Of(
            "SSD",
            (StepsTaken m) => new StepsTakenData { Next = m.Next },
            d => new StepsTaken(Within(d.Next, 0, long.MaxValue / 2, "The next step"))),
        WireFormat.Of("SL", (Leave m) => new NodeData { Node = m.Node }, d => new Leave(Number(d.Node))),
        WireFormat.Of(
            "SX",
            (Failed m) => new FailedData { Node = m.Node, Reason = m.Reason },
            d => new Failed(Number(d.Node), Sentence(d.Reason))),
        WireFormat.Of(
            "SZ",
            (Ended m) => new EndedData { Outcome = m.Outcome, IsGood = m.IsGood },
            d => new Ended(Sentence(d.Outcome), d.IsGood)),
        WireFormat.Of("SZD", (EndKnown m) => new NodeData { Node = m.Node }, d => new EndKnown(Number(d.Node))),
        WireFormat.Of(
            "CR",
            (ReadCounter m) => new ReadCounterData { Entry = MutexFormats.Data(m.Entry) },
            d => new ReadCounter(Entry(d.Entry))),
        WireFormat.Of(
            "CV",
            (CounterValue m) => new CounterData { Entry = MutexFormats.Data(m.Entry), Value = m.Value },
            d => new CounterValue(Entry(d.Entry), Count(d.Value))),
        WireFormat.Of(
            "CW",
            (WriteCounter m) => new CounterData { Entry = MutexFormats.Data(m.Entry), Value = m.Value },
            d => new WriteCounter(Entry(d.Entry), Count(d.Value))),
        WireFormat.Of(
            "CWD",
            (CounterWritten m) => new ReadCounterData { Entry = MutexFormats.Data(m.Entry) },
            d => new CounterWritten(Entry(d.Entry))),
    ];

    private static PrepareData Data(Prepare m) => new()
    {
        Node = m.Node,
        First = m.First,
        Count = m.Count,
        Settings = new SettingsData
        {
            Processes = m.Settings.Processes,
            Duration = m.Settings.Duration.Ticks,
            ThinkShortest = m.Settings.Think.Shortest.Ticks,
            ThinkLongest = m.Settings.Think.Longest.Ticks,
            HoldShortest = m.Settings.Hold.Shortest.Ticks,
            HoldLongest = m.Settings.Hold.Longest.Ticks,
            Seed = m.Settings.Seed,
            ResendInterval = m.Settings.ResendInterval.Ticks,
            Algorithm = m.Settings.Protocol.Name,
            Bug = m.Settings.Protocol.Bug ?? "",
            Workload = m.Settings.Protocol.Workload ?? "",
        },
        Counter = Refs.Path(m.Counter),
    };

    private static Prepare Message(PrepareData d, ExtendedActorSystem system)
    {
        var s = Required(d.Settings, "The settings");
        var settings = new SimulationSettings(
            Within(s.Processes, 1, SimulationSettings.MostProcesses, "The number of processes"),
            Ticks(s.Duration, SimulationSettings.LongestDuration, "The duration"),
            Range(s.ThinkShortest, s.ThinkLongest, "The time outside"),
            Range(s.HoldShortest, s.HoldLongest, "The time inside"),
            s.Seed,
            Ticks(s.ResendInterval, ShortestInterval, LongestSpan, "The resend interval"),
            Protocol(Sentence(s.Algorithm), Optional(s.Bug), Optional(s.Workload)));
        var first = Within(d.First, 1, settings.Processes + 1, "The first process");
        return new Prepare(
            Number(d.Node),
            first,
            Within(d.Count, 0, settings.Processes + 1 - first, "The number of processes here"),
            settings,
            Refs.Resolve(d.Counter, system));
    }

    // If only the other node knows the protocol, the processes here fail, and the run ends with an error that names it.
    private static Protocol Protocol(string name, string? bug, string? workload) =>
        ProtocolCatalogue.Find(name, bug, workload) ?? ProtocolCatalogue.Default with
        {
            Name = name,
            Bug = bug,
            Workload = workload,
            Create = _ => throw new SimulationFailedException(
                $"the algorithm {name}{(bug is null ? "" : $" with the bug {bug}")} is not known here"),
        };

    private static string? Optional(string text) => text.Length == 0 ? null : Sentence(text);

    private static DurationRange Range(long shortest, long longest, string field)
    {
        var most = Ticks(longest, LongestSpan, field);
        return new DurationRange(Ticks(shortest, most, field), most);
    }

    // No more nodes than processes.
    private static int Number(int node) => Within(node, 1, SimulationSettings.MostProcesses, "The number of a node");

    // The counter keeps an entry for each process, so the number of the process has a limit.
    private static Timestamp Entry(TimestampData? data)
    {
        var entry = MutexFormats.Timestamp(data);
        _ = Within(entry.Process.Value, 1, SimulationSettings.MostProcesses, "The number of a process");
        return entry;
    }

    private static long Count(long value) => Within(value, 0, long.MaxValue / 2, "The value of the counter");

    private static PreparedData Data(Prepared m)
    {
        var data = new PreparedData { Node = m.Node };
        data.Processes.AddRange(m.Processes.Select(Refs.Path));
        return data;
    }

    private static PeersData Data(Peers m)
    {
        var data = new PeersData { First = m.First };
        data.Processes.AddRange(m.Processes.Select(Refs.Path));
        return data;
    }

    private static StepsData Data(Steps m)
    {
        var data = new StepsData { Node = m.Node, First = m.First };
        data.Items.AddRange(m.Items.Select(StepFormats.Data));
        return data;
    }

    private static IActorRef[] Resolve(RepeatedField<string> paths, ExtendedActorSystem system) =>
    [
        .. AtMost(paths, SimulationSettings.MostProcesses, "The number of processes")
            .Select(path => Refs.Resolve(path, system)),
    ];
}
