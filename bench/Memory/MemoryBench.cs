using System.CommandLine;
using System.Diagnostics;
using Coterie.Bench.Harness;

namespace Coterie.Bench.Memory;

/// <summary>Compares the raw port with the old program and with the limit of the machine; the servers take turns.</summary>
internal static class MemoryBench
{
    private const string About =
        "The raw port at 1, 8 and 50 connections; with BASELINE, beside server.py and rwlimit, under rwload.";
    private static readonly int[] Connections = [1, 8, 50];

    public static Command Command()
    {
        var baseline = new Argument<string?>("BASELINE")
        {
            Description = "The folder with server.py, rwlimit.c and rwload.c.",
            DefaultValueFactory = _ => null,
        };
        var rounds =
            new Option<int>("--rounds") { Description = "Measured rounds of each case, from 1.", DefaultValueFactory = _ => 7 };
        var seconds = new Option<double>("--seconds")
        {
            Description = "Length of a round for each server, from 0.1.",
            DefaultValueFactory = _ => 1,
        };
        var json = new Option<bool>("--json") { Description = "One JSON object instead of a table." };
        baseline.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } folder && !Directory.Exists(folder))
                result.AddError($"BASELINE must be a folder, was [{folder}].");
        });
        rounds.Validators.Add(
            result => Check(result, result.GetValueOrDefault<int>() >= 1, "--rounds must be a whole number from 1"));
        seconds.Validators.Add(
            result => Check(result, result.GetValueOrDefault<double>() >= 0.1, "--seconds must be a number from 0.1"));
        var command = new Command("memory", About) { baseline, rounds, seconds, json };
        command.SetAction(async (parsed, _) =>
        {
            var rows = await RunAsync(
                parsed.GetValue(baseline), parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            if (parsed.GetValue(json))
                MemoryReport.Json(rows);
            else
                MemoryReport.Table(rows);
        });
        return command;
    }

    private static void Check(System.CommandLine.Parsing.OptionResult result, bool isGood, string rule)
    {
        if (!isGood)
            result.AddError($"{rule}, was [{string.Join(' ', result.Tokens)}].");
    }

    private static async Task<IReadOnlyList<MemoryRow>> RunAsync(string? folder, int rounds, TimeSpan duration)
    {
        using var baseline = new Baseline(folder);
        var load = await baseline.LoadAsync() ?? OwnLoad.RunAsync;
        IServer[] servers = [await OurServer.StartAsync(), .. await baseline.StartServersAsync()];
        try
        {
            var rows = new List<MemoryRow>();
            foreach (var connections in Connections)
            {
                await Console.Error.WriteLineAsync($"memory: {connections} connections");
                var ofServers = servers.Select(server => new MemoryRow(server.Name, connections)).ToArray();
                // The first round warms up.
                for (var round = 0; round <= rounds; round++)
                {
                    for (var i = 0; i < servers.Length; i++)
                        await MeasureAsync(load, servers[i], ofServers[i], duration, isMeasured: round > 0);
                }
                rows.AddRange(ofServers);
            }
            return rows;
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
    }

    private static async Task MeasureAsync(Load load, IServer server, MemoryRow row, TimeSpan duration, bool isMeasured)
    {
        var running = load(server.Address, row.Connections, duration);
        var bytesPerSecond = await AllocatedBytesPerSecondAsync(duration);
        var result = await running;
        if (isMeasured)
            row.Add(result, server is OurServer ? bytesPerSecond / result.PerSecond : null);
    }

    // Measures only the middle of the round: connections and samples are made at its start and its end.
    private static async Task<double> AllocatedBytesPerSecondAsync(TimeSpan round)
    {
        await Task.Delay(round / 4);
        var start = Stopwatch.GetTimestamp();
        var before = GC.GetTotalAllocatedBytes();
        await Task.Delay(round / 2);
        return (GC.GetTotalAllocatedBytes() - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
