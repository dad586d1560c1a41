using System.Runtime.CompilerServices;
using Coterie.Lab.Memory;
using Coterie.Lab.Quorum;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Reading;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;

namespace Coterie.Pictures.Tests.Support;

/// <summary>
/// The traces under <c>Traces</c>, and the runs that they were recorded from. With <c>WRITE_GOLDEN=1</c> in the environment, a
/// missing trace is recorded, and all golden files are replaced; delete a trace to have it recorded again.
/// </summary>
internal static class Samples
{
    private static readonly Dictionary<string, VirtualSettings> Recorded = new()
    {
        ["calm"] = Runs.Settings(5, 200, seed: 42, think: "5ms..60ms"),
        ["lossy"] = Lossy(Runs.Settings(4, 180, seed: 7, think: "5ms..60ms")),
        ["partition"] = Runs.Settings(5, 260, seed: 3) with
        {
            Faults = [new PlannedFault.Partition([Processes(1, 2), Processes(3, 4, 5)], Milliseconds(70), Milliseconds(150))],
        },
        ["crash"] = Runs.Settings(4, 300, seed: 5) with
        {
            Faults =
            [
                new PlannedFault.Pause(new ProcessId(1), Milliseconds(40), Milliseconds(75)),
                new PlannedFault.Crash(new ProcessId(3), Milliseconds(110)),
                new PlannedFault.Restart(new ProcessId(3), Milliseconds(190)),
                new PlannedFault.Crash(new ProcessId(4), Milliseconds(260)),
            ],
        },
        ["together"] = Runs.Broken(Runs.Settings(3, 90, seed: 2, think: "5ms..30ms"), "no-tie-break"),
        ["starved"] = Runs.Broken(Runs.Settings(3, 200, seed: 3, think: "5ms..30ms"), "always-defer") with { Requests = 1 },
        ["votes"] = Runs.Of(
            QuorumLab.Of(new QuorumWorkload(3, Readers: 2, Writers: 2) { Lease = Milliseconds(60) }),
            Runs.Settings(7, 520, seed: 5, think: "20ms..90ms", hold: "15ms..35ms", latency: "1ms..3ms")) with
        {
            Faults =
            [
                new PlannedFault.Crash(new ProcessId(2), Milliseconds(120)),
                new PlannedFault.Restart(new ProcessId(2), Milliseconds(160), IsForgetful: true),
                new PlannedFault.Partition([Processes(1, 4, 6), Processes(2, 3, 5, 7)], Milliseconds(300), Milliseconds(400)),
            ],
        },
        ["readers"] = Runs.Of(
            MemoryLab.Of(new MemoryWorkload(Readers: 3, Writers: 2)),
            Runs.Settings(6, 260, seed: 3, think: "10ms..60ms", hold: "10ms..30ms", latency: "1ms..3ms")),
        ["thirty"] = Runs.Settings(30, 260, seed: 11, think: "30ms..1200ms", hold: "8ms..16ms", latency: "1ms..4ms") with
        {
            Network = new NetworkModel
            {
                Latency = Latency.TryParse("1ms..4ms")!,
                Loss = new Chance(0.003),
                Duplicate = new Chance(0.01),
            },
            Faults =
            [
                new PlannedFault.Pause(new ProcessId(8), Milliseconds(60), Milliseconds(90)),
                new PlannedFault.Partition(
                    [[.. Enumerable.Range(1, 20).Select(id => new ProcessId(id))]], Milliseconds(180), Milliseconds(215)),
                new PlannedFault.Crash(new ProcessId(21), Milliseconds(225)),
            ],
        },
    };

    /// <summary>Whether golden files are written instead of compared.</summary>
    public static bool AreWritten => Environment.GetEnvironmentVariable("WRITE_GOLDEN") == "1";

    public static IEnumerable<string> Names => Recorded.Keys;

    public static TraceIndex Read(string name)
    {
        var path = Path("Traces", $"{name}.jsonl");
        if (AreWritten && !File.Exists(path))
            Record(path, Runs.Trace(Recorded[name]));
        using var file = File.OpenRead(path);
        return new TraceIndex(TraceReader.Read(file));
    }

    /// <summary>The run of these lines of a trace.</summary>
    public static TraceIndex Parse(string lines) =>
        new(TraceReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(lines))));

    /// <summary>The place of a file of this project.</summary>
    public static string Path(string folder, string name) => System.IO.Path.Combine(Folder(), folder, name);

    private static string Folder([CallerFilePath] string here = "") =>
        System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(here))!;

    private static void Record(string path, Trace trace)
    {
        using var writer = new TraceWriter(File.Create(path), trace.Header);
        foreach (var happened in trace.Events)
            writer.Write(happened);
        writer.End();
    }

    private static VirtualSettings Lossy(VirtualSettings settings) => settings with
    {
        Network = settings.Network with { Loss = new Chance(0.12), Duplicate = new Chance(0.1), Reorder = true },
    };

    private static ProcessId[] Processes(params int[] ids) => [.. ids.Select(id => new ProcessId(id))];

    private static TimeSpan Milliseconds(int value) => TimeSpan.FromMilliseconds(value);
}
