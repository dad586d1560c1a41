using System.CommandLine;
using Coterie.Bench.Harness;
using Coterie.Bench.Variables.Stores;

namespace Coterie.Bench.Variables;

/// <summary>
/// Our variables beside those of others. The services take turns in every round, so that what else the machine does falls on all
/// of them. The clients are tasks of this process; the servers are processes of their own.
/// </summary>
internal static class VariablesBench
{
    private const int WarmUps = 2;

    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(60);

    private static readonly VariablesCase[] Cases =
    [
        new("read, 1 client", 1, 2, VariablesLoad.ReadAsync),
        new("read, 8 clients", 8, 2, VariablesLoad.ReadAsync),
        new("read, 50 clients", 50, 2, VariablesLoad.ReadAsync),
        new("write, 1 client", 1, 1, VariablesLoad.WriteApartAsync),
        new("write, 8 clients", 8, 1, VariablesLoad.WriteApartAsync),
        new("write, 50 clients", 50, 1, VariablesLoad.WriteApartAsync),
        new("write one, 8 clients", 8, 1, VariablesLoad.WriteTogetherAsync),
        new("write one, 50 clients", 50, 1, VariablesLoad.WriteTogetherAsync),
        new("write one, 2 nodes", 2, 2, VariablesLoad.WriteTogetherAsync),
        new("add to one, 1 client", 1, 1, VariablesLoad.IncrementAsync),
        new("add to one, 8 clients", 8, 1, VariablesLoad.IncrementAsync),
        new("read a copy, 1 thread", 1, 1, VariablesLoad.ReadCachedAsync),
        new("write until told, 1 watcher", 1, 2, VariablesLoad.WatchAsync),
    ];

    public static Command Command() => new ComparisonOptions(seconds: 0.5).Command(
        "variables",
        "Our replicated variables, in memory and with --data, beside etcd and Redis, if they are installed.",
        async (arguments, cancellation) =>
        {
            var results = await RunAsync(
                [.. Cases.Where(each => arguments.Has(each.Name))],
                arguments.Services, arguments.Folder, arguments.Rounds, arguments.Round, cancellation);
            if (arguments.IsJson)
                VariablesReport.Json(results);
            else
                VariablesReport.Table(results);
        });

    private static async Task<VariablesResults> RunAsync(
        IReadOnlyList<VariablesCase> cases, string services, string? folder, int rounds, TimeSpan duration,
        CancellationToken cancellation)
    {
        await using var started = await StartedStores.StartAsync(services, folder);
        var rows = new List<VariablesRow>();
        foreach (var each in cases)
            rows.AddRange(await RunAsync(each, started.Stores, rounds, duration, cancellation));
        return new VariablesResults(rows, started.Notes);
    }

    private static async Task<IEnumerable<VariablesRow>> RunAsync(
        VariablesCase of, IReadOnlyList<IVariableStore> stores, int rounds, TimeSpan duration, CancellationToken cancellation)
    {
        await Console.Error.WriteLineAsync($"variables: {of.Name}");
        VariablesRow[] rows = [.. stores.Select(store => new VariablesRow(of.Name, store.Name))];
        var connections = stores.Select(_ => new List<IVariableClient>()).ToList();
        try
        {
            for (var store = 0; store < stores.Count; store++)
            {
                for (var i = 0; i < of.Connections; i++)
                    connections[store].Add(await stores[store].ConnectAsync());
            }
            for (var round = -WarmUps; round < rounds; round++)
            {
                for (var store = 0; store < stores.Count; store++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    GC.Collect();
                    var running = of.Run(connections[store], of.Clients, duration);
                    if (await running.WaitAsync(LongestRound + duration, cancellation) is { } result && round >= 0)
                        rows[store].Add(result);
                }
            }
            return rows.Where(row => row.Rates.Count > 0);
        }
        finally
        {
            foreach (var connection in connections.SelectMany(each => each))
                await connection.DisposeAsync();
        }
    }

    /// <summary>One case of the table; null of a service that does not have it.</summary>
    private sealed record VariablesCase(
        string Name,
        int Clients,
        int Connections,
        Func<IReadOnlyList<IVariableClient>, int, TimeSpan, Task<VariablesRound?>> Run);
}
