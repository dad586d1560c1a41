using System.CommandLine;
using System.Globalization;
using System.Runtime;
using Coterie.Actors.Locks;
using Coterie.Bench.Harness;
using Coterie.Bench.Remote;
using Spectre.Console;

namespace Coterie.Bench.Locks;

/// <summary>
/// What a group costs while nobody asks for anything: its traffic with 0, 1 and 1,000 locks held, and its memory before and
/// after 100,000 names. Members and client are nodes of this process, so that one heap shows all of them.
/// </summary>
internal static class IdleBench
{
    private const int Members = 3;
    private const int Names = 100_000;
    private const int AtOnce = 16;
    private const int Cycles = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    // The votes of the last entry are kept for a lease, then given back in pieces, and members sweep twice.
    private static readonly TimeSpan Rest = 10 * Lease;

    public static Command Command()
    {
        var command = new Command(
            "lock-idle", "What a group of three members and a client costs while nobody asks: traffic and memory.");
        command.SetAction((_, cancellation) => RunAsync(cancellation));
        return command;
    }

    private static async Task RunAsync(CancellationToken cancellation)
    {
        string[] members = [.. Enumerable.Range(0, Members).Select(_ => ProgramServer.FreeAddress().ToString())];
        var nodes = new List<CoterieNode>();
        try
        {
            foreach (var member in members)
                nodes.Add(await StartAsync(member));
            var client = await StartAsync(null);
            nodes.Add(client);
            await TakeAndGiveBackAsync(client, 0, Names / 50, cancellation); // everything has been used once
            if (OperatingSystem.IsLinux())
                await ShowTrafficAsync(client, cancellation);
            else
                Console.WriteLine("The traffic can be counted on Linux only.");
            await ShowMemoryAsync(client, cancellation);
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
        AnsiConsole.WriteLine(Report.MachineLine());

        Task<CoterieNode> StartAsync(string? listen) => CoterieNode.StartAsync(new CoterieOptions
        {
            Listen = listen,
            Members = members,
            Lease = Lease,
            IsNew = true,
            Config = MemoryProcess.Configuration,
        });
    }

    private static async Task ShowTrafficAsync(CoterieNode client, CancellationToken cancellation)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("locks held").AddColumn("packets a second over loopback")
            .AddColumn("bytes a second");
        var held = new List<LockHandle>();
        foreach (var count in (int[])[0, 1, 1000])
        {
            while (held.Count < count)
                held.Add(await client.AcquireAsync($"held {held.Count}", Limit, cancellation));
            await Task.Delay(Rest, cancellation);
            var before = Loopback();
            await Task.Delay(Rest, cancellation);
            var after = Loopback();
            table.AddRow(
                count.ToString(CultureInfo.InvariantCulture),
                PerSecond(after.Packets - before.Packets),
                PerSecond(after.Bytes - before.Bytes));
        }
        held.ForEach(handle => handle.Dispose());
        AnsiConsole.Write(table);

        static string PerSecond(long count) => (count / Rest.TotalSeconds).ToString("N1", CultureInfo.InvariantCulture);
    }

    private static async Task ShowMemoryAsync(CoterieNode client, CancellationToken cancellation)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("heap of all four nodes").AddColumn("in use")
            .AddColumn("× before");
        await Task.Delay(Rest, cancellation);
        var before = Heap();
        Add("before", before);
        for (var cycle = 1; cycle <= Cycles; cycle++)
        {
            await TakeAndGiveBackAsync(client, cycle, Names, cancellation);
            Add($"after {Names:N0} names, once each", Heap());
            await Task.Delay(Rest, cancellation);
            Add("and idle since", Heap());
        }
        AnsiConsole.Write(table);

        void Add(string what, long bytes) => table.AddRow(
            what,
            string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N2} MB"),
            ((double)bytes / before).ToString("0.00", CultureInfo.InvariantCulture));
    }

    private static Task TakeAndGiveBackAsync(CoterieNode client, int cycle, int names, CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async part =>
        {
            for (var i = part; i < names; i += AtOnce)
                await (await client.AcquireAsync($"name {i} of {cycle}", Limit, cancellation)).DisposeAsync();
        }));

    private static long Heap()
    {
        for (var i = 0; i < 3; i++)
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    // What the kernel has sent over the loopback device, for whomever.
    private static (long Bytes, long Packets) Loopback()
    {
        var line = File.ReadLines("/proc/net/dev").First(line => line.TrimStart().StartsWith("lo:", StringComparison.Ordinal));
        var numbers = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1]);
    }
}
