using System.Text.Json;
using System.Text.RegularExpressions;
using Coterie.Lab.Mutex;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Export;
using Coterie.Lab.Tracing.Pictures;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Tracing.Export;

/// <summary>The rules of the tools, checked against many runs and parts of runs.</summary>
public sealed class ExportRuleTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void In_ShiViz_each_host_counts_from_one_without_a_hole_and_no_clock_names_an_absent_event(int seed)
    {
        var (index, options) = Run(seed);
        var text = Write(ShiVizExport.Write, index, options);
        var lines = text.Split('\n');
        Assert.Equal((@"(?<event>.*)\n(?<host>\S*) (?<clock>{.*})", ""), (lines[0], lines[1]));
        var last = new Dictionary<string, int>();
        var entries = Regex.Matches(string.Join('\n', lines[2..]), @"(?<event>.*)\n(?<host>\S*) (?<clock>{.*})");
        Assert.Equal((lines.Length - 3) / 2, entries.Count);
        foreach (Match entry in entries)
        {
            var clock = JsonSerializer.Deserialize<Dictionary<string, int>>(entry.Groups["clock"].Value)!;
            var host = entry.Groups["host"].Value;
            last[host] = last.GetValueOrDefault(host) + 1;
            Assert.Equal(last[host], clock[host]);
            Assert.All(clock, count => Assert.InRange(count.Value, 1, last.GetValueOrDefault(count.Key)));
        }
    }

    [Fact]
    public void The_clocks_of_a_part_keep_what_happened_before_what()
    {
        var (index, options) = Run(3);
        var excerpt = new Excerpt(index, options);
        var events = excerpt.Events.Where(happened => happened.Process is not null).ToList();
        var clocks = events.Select(
            happened => excerpt.ClockOf(happened).ToDictionary(count => count.Process, count => count.Count)).ToList();
        Assert.True(events.Count > 20);
        for (var a = 0; a < events.Count; a++)
        {
            for (var b = 0; b < events.Count; b++)
            {
                var process = events[a].Process!.Value;
                Assert.Equal(
                    TraceIndex.HappenedBefore(events[a], events[b]),
                    a != b && clocks[b].GetValueOrDefault(process) >= clocks[a][process]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void In_Perfetto_the_slices_of_a_track_nest_and_flows_begin_and_end_in_slices(int seed)
    {
        var (index, options) = Run(seed);
        using var json = JsonDocument.Parse(Write(PerfettoExport.Write, index, options));
        var all = json.RootElement.GetProperty("traceEvents").EnumerateArray().ToList();
        var slices = all.Where(e => Phase(e) == "X").GroupBy(Track).ToDictionary(
            track => track.Key,
            track => track.Select(e => (From: Ticks(e, "ts"), To: Ticks(e, "ts") + Ticks(e, "dur"))).ToList());
        Assert.All(slices.Values, AssertNested);
        foreach (var flow in all.Where(e => Phase(e) is "s" or "f").GroupBy(e => e.GetProperty("id").GetInt32()))
        {
            Assert.Equal(["s", "f"], flow.Select(Phase));
            Assert.All(flow, end => Assert.Contains(slices[Track(end)], slice => slice.From == Ticks(end, "ts")));
        }
        var named = all.Where(e => e.GetProperty("name").GetString() == "thread_name").Select(Track).ToHashSet();
        Assert.All(slices.Keys, track => Assert.Contains(track, named));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void In_Perfetto_every_arrow_is_tied_to_the_steps_that_sent_and_ended_its_message(int seed)
    {
        var (index, options) = Run(seed);
        AssertArrows(index, options);
    }

    [Fact]
    public void In_Perfetto_arrows_find_their_steps_when_a_process_takes_several_at_one_moment()
    {
        var (think, hold) = (DurationRange.TryParse("0")!, DurationRange.TryParse("1ms")!);
        var events = new List<TraceEvent>();
        var protocol = MutexAlgorithms.RicartAgrawala.InLab();
        var settings = new SimulationSettings(5, TimeSpan.FromSeconds(1), think, hold, 7, TimeSpan.FromSeconds(10), protocol);
        VirtualSimulation.Run(new VirtualSettings(settings) { Requests = 3 }, [new TraceRecorder(5, protocol, events.Add)]);
        var steps = events.Where(happened => happened.Process is not null).ToList();
        Assert.True(steps.Count - steps.DistinctBy(happened => (happened.Process, happened.At)).Count() > 20);
        AssertArrows(
            new TraceIndex(new Trace(new TraceHeader(protocol.Name, 5, 7, IsVirtual: true, null), events)), new PictureOptions());
    }

    [Fact]
    public void ShiViz_says_that_a_part_without_events_is_refused_by_that_tool()
    {
        var (index, _) = Run(2);
        using var output = new StringWriter();
        var after = index.Trace.Events[^1].At + TimeSpan.FromSeconds(1);
        Assert.Equal(
            "ShiViz refuses a log without events, and no process has one in this part of the run.",
            ShiVizExport.Write(index, new PictureOptions { From = after, To = after + TimeSpan.FromSeconds(1) }, output));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void In_Mermaid_only_an_active_process_is_deactivated_and_every_line_is_one_of_its_kinds(int seed)
    {
        var (index, options) = Run(seed);
        var active = new HashSet<string>();
        foreach (var line in Write(MermaidExport.Write, index, options).TrimEnd('\n').Split('\n').Skip(1))
        {
            Assert.Matches(
                @"^  (participant P\d+|P\d+(->>|-->>|-x|-\))P\d+: [^;#:]+|Note over P\d+(,P\d+)?: [^;#]+|(de)?activate P\d+)$",
                line);
            if (line.StartsWith("  activate", StringComparison.Ordinal))
                Assert.True(active.Add(line[11..]));
            if (line.StartsWith("  deactivate", StringComparison.Ordinal))
                Assert.True(active.Remove(line[13..]));
        }
    }

    [Fact]
    public void Mermaid_says_that_it_would_not_draw_a_long_diagram()
    {
        using var output = new StringWriter();
        var said = MermaidExport.Write(new TraceIndex(RandomTrace.Play(1, 12, 10, faults: false)), new PictureOptions(), output);
        Assert.Equal(
            $"The diagram has {output.ToString().Length} characters, and Mermaid draws 50000 unless its maxTextSize is raised: "
            + "--from, --to and --processes choose a part.",
            said);
        Assert.Null(MermaidExport.Write(new TraceIndex(RandomTrace.Play(1, 3, 1, faults: false)), new PictureOptions(), output));
    }

    private static void AssertArrows(TraceIndex index, PictureOptions options)
    {
        var excerpt = new Excerpt(index, options);
        var expected = index.Messages.Where(message => message.Ended is not null && excerpt.Has(message))
            .Select(message => (Step(message.Sent!), Step(message.Ended!))).Order().ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, ArrowsAsAViewerTiesThem(Write(PerfettoExport.Write, index, options)).Order());
    }

    private static string Step(TraceEvent happened) =>
        $"{EventText.Of(happened, process => $"Process {process}")} {happened.Clock}";

    // Takes the records by time, those of one time in the order of the file; an end of an arrow belongs to the slice that began
    // last on its track.
    private static List<(string From, string To)> ArrowsAsAViewerTiesThem(string text)
    {
        using var json = JsonDocument.Parse(text);
        var latest = new Dictionary<int, string>();
        var begun = new Dictionary<int, string>();
        var arrows = new List<(string, string)>();
        var records = json.RootElement.GetProperty("traceEvents").EnumerateArray()
            .Where(e => Phase(e) is "X" or "s" or "f")
            .OrderBy(e => Ticks(e, "ts"));
        foreach (var e in records)
        {
            switch (Phase(e))
            {
                case "X" when e.TryGetProperty("args", out var step):
                    latest[Track(e)] = $"{step.GetProperty("event")} {step.GetProperty("clock")}";
                    break;
                case "s": begun.Add(e.GetProperty("id").GetInt32(), latest[Track(e)]); break;
                case "f": arrows.Add((begun[e.GetProperty("id").GetInt32()], latest[Track(e)])); break;
            }
        }
        return arrows;
    }

    private static (TraceIndex Index, PictureOptions Options) Run(int seed)
    {
        var index = new TraceIndex(RandomTrace.Play(seed, 2 + (seed % 4), 3, faults: seed % 2 == 0));
        var end = index.Trace.Events[^1].At;
        return (index, (seed % 3) switch
        {
            0 => new PictureOptions { From = end / 4, To = end * 3 / 4 },
            1 => new PictureOptions { Processes = new HashSet<ProcessId> { new(1), new(2) } },
            _ => new PictureOptions(),
        });
    }

    private static string Write(
        Func<TraceIndex, PictureOptions, TextWriter, string?> write, TraceIndex index, PictureOptions options)
    {
        using var output = new StringWriter();
        write(index, options, output);
        return output.ToString();
    }

    private static void AssertNested(List<(long From, long To)> slices)
    {
        var open = new Stack<long>();
        foreach (var (from, to) in slices.OrderBy(slice => slice.From).ThenByDescending(slice => slice.To))
        {
            while (open.Count > 0 && open.Peek() <= from)
                open.Pop();
            Assert.True(
                open.Count == 0 || to <= open.Peek(),
                $"a slice from {from} to {to} ends after the one around it, at {(open.Count > 0 ? open.Peek() : 0)}");
            open.Push(to);
        }
    }

    private static string Phase(JsonElement e) => e.GetProperty("ph").GetString()!;

    private static int Track(JsonElement e) => e.GetProperty("tid").GetInt32();

    private static long Ticks(JsonElement e, string field) =>
        (long)(e.GetProperty(field).GetDecimal() * TimeSpan.TicksPerMicrosecond);
}
