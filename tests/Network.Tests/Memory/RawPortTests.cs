using Coterie.Lab.Memory.Linearizability;
using Coterie.Network.Tests.Linearizability;
using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Memory;

/// <summary>The client of the old program against <c>coterie serve --raw-port</c>.</summary>
public sealed class RawPortTests
{
    [LinuxFact]
    public async Task The_old_client_reads_and_writes_the_variable_that_the_commands_do()
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        using var client = await OldClient.ConnectAsync(server.Raw);
        Assert.Equal(0, await client.ReadAsync());
        await client.WriteAsync(-5);
        Assert.Equal("-5", await server.ReadAsync(Loopback.NextPlace()));
        await server.RunAsync(Loopback.NextPlace(), "write", "x", "7");
        Assert.Equal(7, await client.ReadAsync());
        await server.Process.ReadLineAsync("[+] Connected: 127.");
        client.Dispose();
        await server.Process.ReadLineAsync("[-] Disconnected: 127.");
    }

    [LinuxFact]
    public async Task Several_old_clients_at_once_see_what_was_written_last()
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        var clients = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => OldClient.ConnectAsync(server.Raw)));
        await Task.WhenAll(clients.Select(async (client, number) =>
        {
            for (var i = 1; i <= 50; i++)
            {
                await client.WriteAsync((number * 100) + i);
                var seen = await client.ReadAsync();
                // A client may have read a newer value since; no client reads an older one.
                Assert.True(seen / 100 != number || seen % 100 == i, $"client {number} wrote {i} and read {seen}");
            }
        }));
        var last = await clients[0].ReadAsync();
        Assert.Equal(50, last % 100);
        foreach (var client in clients)
        {
            Assert.Equal(last, await client.ReadAsync());
            client.Dispose();
        }
    }

    [LinuxFact]
    public async Task What_old_clients_and_new_ones_see_at_once_is_linearizable()
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        using var recordings = new Recordings();
        recordings.Start(Loopback.NextPlace(), server.At);
        await recordings.AreUnderWayAsync();
        var events = new List<HistoryEvent>();
        var recorder = new HistoryRecorder(events.Add);
        await Task.WhenAll(Enumerable.Range(1, 4).Select(number => ReadAndWriteAsync(recorder, server, number)));
        var history = History.Of([.. (await recordings.StopAsync()).Events, .. events]);
        var verdict = LinearizabilityJudge.Check(history, patience: TimeSpan.FromSeconds(30));
        Assert.True(verdict is Verdict.Linearizable, $"{verdict}");
    }

    [LinuxFact]
    public async Task The_old_client_waits_for_the_lock_like_everybody()
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        using var holder = await server.HoldAsync(Loopback.NextPlace(), "x", leaseMilliseconds: 60_000);
        using var client = await OldClient.ConnectAsync(server.Raw);
        var read = client.ReadAsync();
        await holder.TypeAsync("write 3");
        await holder.ReadLineAsync("write Done");
        await holder.TypeAsync("write 4");
        await holder.ReadLineAsync("write Done");
        await holder.TypeAsync("release");
        Assert.Equal(4, await read);
    }

    private static async Task ReadAndWriteAsync(HistoryRecorder recorder, MemoryServer server, int process)
    {
        using var client = await OldClient.ConnectAsync(server.Raw);
        for (var value = process * 1000; value < (process * 1000) + 100; value++)
        {
            await recorder.CallAsync(process, Function.Write, "x", value, async () =>
            {
                await client.WriteAsync(value);
                return (EventType.Ok, null);
            });
            await recorder.CallAsync(process, Function.Read, "x", null, async () => (EventType.Ok, await client.ReadAsync()));
        }
    }
}
