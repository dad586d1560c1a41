using System.Globalization;
using System.Net;
using Coterie.Network.Tests.Memory;
using Coterie.Network.Tests.Networks;
using Xunit.Abstractions;

namespace Coterie.Network.Tests.Strangers;

/// <summary>
/// Whatever the ports of <c>coterie serve</c> receive, it keeps serving, stays small, and logs no stack traces.
/// </summary>
public sealed class StrangerTests(ITestOutputHelper output)
{
    private const int Many = 60;
    private const int MostGrowth = 150 * 1024 * 1024;
    private const int Seed = 20261122;

    [LinuxFact]
    public Task Random_bytes() => VisitAsync(async server =>
    {
        var random = new Random(Seed);
        for (var visit = 0; visit < Many; visit++)
        {
            var bytes = new byte[random.Next(1, 20_000)];
            random.NextBytes(bytes);
            await SayAsync(visit % 2 == 0 ? server.Port : server.Raw, bytes);
        }
    });

    [LinuxFact]
    public Task Words_of_other_protocols() => VisitAsync(async server =>
    {
        foreach (var port in new[] { server.Port, server.Raw })
        {
            await SayAsync(port, "GET / HTTP/1.1\r\nHost: memory\r\n\r\n"u8.ToArray());
            await SayAsync(port, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"u8.ToArray());
            await SayAsync(port, "*1\r\n$4\r\nPING\r\n"u8.ToArray());
        }
    });

    [LinuxFact]
    public Task Lengths_that_are_too_long_negative_or_never_kept() => VisitAsync(async server =>
    {
        byte[][] lengths =
            [[255, 255, 255, 255], [255, 255, 255, 127], [0, 0, 0, 128], [0, 0, 4, 0], [1, 244, 1, 0], [0, 0, 0, 0], [16, 0]];
        foreach (var length in lengths)
        {
            await SayAsync(server.Port, length);
            await SayAsync(server.Port, [.. Associate(server), .. length, .. new byte[100]]);
        }
    });

    [LinuxFact]
    public Task A_good_start_and_a_bad_end() => VisitAsync(async server =>
    {
        var random = new Random(Seed);
        var associate = Associate(server);
        for (var length = 1; length < associate.Length; length += 7)
            await SayAsync(server.Port, associate[..length]);
        for (var visit = 0; visit < Many; visit++)
        {
            var bytes = new byte[random.Next(1, 500)];
            random.NextBytes(bytes);
            await SayAsync(server.Port, [.. associate, .. Frames.Frame(bytes)]);
        }
        for (var visit = 0; visit < Many; visit++)
        {
            var message = Frames.Message(Recipient(server), 17, "S", "hello"u8);
            message[random.Next(4, message.Length)] ^= (byte)(1 << random.Next(8));
            await SayAsync(server.Port, [.. associate, .. message]);
        }
    });

    [LinuxFact]
    public Task Messages_that_name_the_types_to_make_or_that_nobody_knows() => VisitAsync(async server =>
    {
        var json = """{"$type":"System.IO.FileInfo, System.Private.CoreLib","fileName":"/tmp/made"}"""u8.ToArray();
        string[] recipients =
        [
            Recipient(server), $"akka.tcp://coterie@{server.At}/user/nobody", "akka.tcp://other@10.0.0.9:1/user/memory",
            "nonsense", "",
        ];
        (int, string)[] kinds =
        [
            (1, "System.IO.FileInfo, System.Private.CoreLib"), (2, "Some.Message, Somewhere"), (1981, "?"), (16, "STF"),
            (99_999, ""), (-1, "x"),
        ];
        foreach (var recipient in recipients)
        {
            foreach (var (serializer, manifest) in kinds)
                await SayAsync(
                    server.Port,
                    [
                        .. Associate(server), .. Frames.Message(recipient, serializer, manifest, json),
                        .. Frames.Message(recipient, serializer, manifest, []),
                    ]);
        }
    });

    [LinuxFact]
    public Task Connections_that_say_nothing_or_next_to_nothing() => VisitAsync(async (server, fence) =>
    {
        var open = new List<Stranger>();
        foreach (var port in new[] { server.Port, server.Raw })
        {
            for (var visit = 0; visit < Many; visit++)
            {
                var stranger = await Stranger.ConnectAsync(port);
                open.Add(stranger);
                if (visit % 3 > 0)
                    await stranger.SayAsync(visit % 3 == 1 ? [40] : "W\x01\x02"u8.ToArray());
            }
        }
        await fence();
        foreach (var (stranger, index) in open.Select((stranger, index) => (stranger, index)))
        {
            if (index % 2 == 0)
                stranger.Vanish();
            else
                stranger.Dispose();
        }
    });

    [LinuxFact]
    public Task One_byte_at_a_time() => VisitAsync(async server =>
    {
        using var slow = await Stranger.ConnectAsync(server.Port);
        foreach (var one in Associate(server))
            await slow.SayAsync(new[] { one });
        using var raw = await Stranger.ConnectAsync(server.Raw);
        foreach (var one in "RxRW\x01\0\0\0R"u8.ToArray())
            await raw.SayAsync(new[] { one });
        raw.FallSilent();
        Assert.Equal(4 + 4 + 2 + 4, await raw.HearOutAsync());
    });

    [LinuxFact]
    public Task A_client_that_asks_and_does_not_listen() => VisitAsync(async (server, fence) =>
    {
        using var deaf = await Stranger.ConnectAsync(server.Raw);
        var asks = new byte[64 * 1024];
        asks.AsSpan().Fill((byte)'R');
        deaf.SayWithoutListening(asks, most: 50_000_000);
        await fence();
        deaf.Vanish();
    });

    /// <summary>
    /// Frames of all kinds, each over a connection of its own, many from unknown addresses. The environment variable
    /// <c>STRANGERS</c> sets their number; the default is 400. With 10,000 the test takes some minutes.
    /// </summary>
    [LinuxFact]
    public Task Frames_of_all_kinds_leave_no_memory_handles_or_threads_behind() => VisitAsync(async (server, fence) =>
    {
        var random = new Random(Seed);
        var count = int.Parse(Environment.GetEnvironmentVariable("STRANGERS") ?? "400", CultureInfo.InvariantCulture);
        await SayManyAsync(server, random, count / 10);
        await fence();
        var (handles, threads, bytes) = (server.Handles, server.Threads, server.ResidentBytes);
        await SayManyAsync(server, random, count);
        await fence();
        await UntilAsync(
            () => server.Handles <= handles + 30 && server.Threads <= threads + 20,
            () => $"handles {handles} to {server.Handles}, threads {threads} to {server.Threads}");
        output.WriteLine(
            $"{count} frames: handles {handles} to {server.Handles}, threads {threads} to {server.Threads}, MB {bytes >> 20} "
            + $"to {server.ResidentBytes >> 20}");
    });

    private static async Task SayManyAsync(MemoryServer server, Random random, int count)
    {
        for (var visit = 0; visit < count; visit++)
            await SayAsync(visit % 10 == 9 ? server.Raw : server.Port, Words(server, random));
    }

    private static byte[] Words(MemoryServer server, Random random)
    {
        var bytes = new byte[random.Next(1, 2000)];
        random.NextBytes(bytes);
        var associate = Frames.Associate("coterie", "127.0.0.1", random.Next(1, 65536), (uint)random.Next());
        var message = Frames.Message(
            Recipient(server), random.Next(0, 101), random.Next(2) == 0 ? "K" : "Akka.Dispatch.SysMsg.Terminate, Akka", bytes);
        switch (random.Next(6))
        {
            case 0: return bytes;
            case 1: return associate[..random.Next(associate.Length)];
            case 2: return [.. associate, .. Frames.Frame(bytes)];
            case 3: return [.. associate, .. message];
            case 4:
                var watcher = $"akka.tcp://coterie@{server.At}/system/remote-watcher";
                return [.. associate, .. Frames.Message(watcher, 22, "Akka.Dispatch.SysMsg.Terminate, Akka", [])];
            default:
                message[random.Next(4, message.Length)] ^= (byte)(1 << random.Next(8));
                return [.. associate, .. message];
        }
    }

    // The server may notice late that a connection is closed.
    private static async Task UntilAsync(Func<bool> condition, Func<string> state)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 600, state());
            await Task.Delay(100);
        }
    }

    private static byte[] Associate(MemoryServer server) => Frames.Associate("coterie", server.Port.Address.ToString(), 4999, 77);

    private static string Recipient(MemoryServer server) => $"akka.tcp://coterie@{server.At}/user/memory";

    // The server may answer, close the connection, or wait for more.
    private static async Task SayAsync(IPEndPoint port, byte[] bytes)
    {
        using var stranger = await Stranger.ConnectAsync(port);
        await stranger.SayAsync(bytes);
    }

    private static Task VisitAsync(Func<MemoryServer, Task> visit) => VisitAsync((server, _) => visit(server));

    /// <summary>
    /// Runs a visit by a stranger. A client uses the server during the visit (its second argument) and after it.
    /// </summary>
    private static async Task VisitAsync(Func<MemoryServer, Func<Task>, Task> visit)
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        await ServesAsync(server);
        var before = server.ResidentBytes;
        await visit(server, () => ServesAsync(server));
        await ServesAsync(server);
        Assert.InRange(server.ResidentBytes - before, long.MinValue, MostGrowth);
        await server.Process.SignalAsync("TERM");
        var end = await server.Process.EndAsync();
        Assert.Equal(0, end.ExitCode);
        end.AssertNoStackTrace();
    }

    // Not the variable of the raw port: strangers may have written it.
    private static async Task ServesAsync(MemoryServer server)
    {
        using var client = await OldClient.ConnectAsync(server.Raw);
        await client.ReadAsync();
        Assert.Equal("", await server.ReadAsync(Loopback.NextPlace(), "y"));
    }
}
