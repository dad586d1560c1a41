using System.CommandLine;
using Coterie.Bench.Harness;
using Coterie.Bench.Locks.Peers;

namespace Coterie.Bench.Locks;

/// <summary>
/// Our lock beside others. The services take turns in every round, so that what else the machine does falls on all of them.
/// All clients are in this process, each with a session or a connection of its own; the servers are processes of their own.
/// </summary>
internal static class LockBench
{
    private const int WarmUps = 2;

    private static readonly LockCase[] Cases =
    [
        new("apart, 1 client", 1, LockLoad.ApartAsync),
        new("apart, 8 clients", 8, LockLoad.ApartAsync),
        new("one name, 8 clients", 8, LockLoad.TogetherAsync),
    ];

    public static Command Command() => new ComparisonOptions(seconds: 1.0).Command(
        "lock",
        "Our lock beside advisory locks of PostgreSQL, the usual one of Redis, and etcd's, if they are installed.",
        async (arguments, cancellation) =>
        {
            var results = await RunAsync(
                [.. Cases.Where(each => arguments.Has(each.Name))],
                arguments.Services, arguments.Folder, arguments.Rounds, arguments.Round, cancellation);
            if (arguments.IsJson)
                LockReport.Json(results);
            else
                LockReport.Table(results);
        });

    private static async Task<LockResults> RunAsync(
        IReadOnlyList<LockCase> cases, string services, string? folder, int rounds, TimeSpan duration,
        CancellationToken cancellation)
    {
        var started = await StartedPeers.StartAsync(services, folder);
        try
        {
            var rows = new List<LockRow>();
            foreach (var each in cases)
                rows.AddRange(await RunAsync(each, started.Peers, rounds, duration, cancellation));
            return new LockResults(rows, started.Notes);
        }
        finally
        {
            await started.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<LockRow>> RunAsync(
        LockCase of, IReadOnlyList<ILockPeer> peers, int rounds, TimeSpan duration, CancellationToken cancellation)
    {
        await Console.Error.WriteLineAsync($"lock: {of.Name}");
        LockRow[] rows = [.. peers.Select(peer => new LockRow(of.Name, peer.Name))];
        var clients = new List<ILockClient>[peers.Count];
        try
        {
            for (var peer = 0; peer < peers.Count; peer++)
            {
                clients[peer] = [];
                for (var client = 0; client < of.Clients; client++)
                    clients[peer].Add(await peers[peer].ConnectAsync(client));
            }
            for (var round = -WarmUps; round < rounds; round++)
            {
                for (var peer = 0; peer < peers.Count; peer++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    GC.Collect();
                    var result = await of.Run(clients[peer], duration).WaitAsync(LongestRound + duration, cancellation);
                    if (round >= 0)
                        rows[peer].Add(result);
                }
            }
            return rows;
        }
        finally
        {
            foreach (var client in clients.SelectMany(each => each ?? []))
                await client.DisposeAsync();
        }
    }

    private static TimeSpan LongestRound { get; } = TimeSpan.FromSeconds(60);

    /// <summary>One case of the table.</summary>
    private sealed record LockCase(
        string Name, int Clients, Func<IReadOnlyList<ILockClient>, TimeSpan, Task<LockRound>> Run);
}
