using System.Net;
using System.Text.RegularExpressions;
using Coterie.Network.Tests.Memory;
using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Strangers;

/// <summary><c>coterie serve</c> with few handles and more connections than handles.</summary>
public sealed partial class HandleTests
{
    private const int MostHandles = 200;
    private const int Flood = 300;

    [LinuxFact]
    public Task A_flood_on_the_port_of_the_nodes_leaves_the_raw_port_its_share_and_silence_is_closed_in_time() => FloodAsync(
        server => server.Port,
        async (server, strangers) =>
        {
            await UseRawPortAsync(server);
            // All are closed: most because there is no room, the others because they say nothing.
            Assert.Equal(0, (await Task.WhenAll(strangers.Select(stranger => stranger.HearOutAsync()))).Sum());
            Assert.Equal("0", await server.ReadAsync(Loopback.NextPlace()));
        });

    [LinuxFact]
    public Task A_flood_on_the_raw_port_leaves_the_nodes_their_share() => FloodAsync(
        server => server.Raw,
        async (server, strangers) =>
        {
            Assert.Equal("0", await server.ReadAsync(Loopback.NextPlace()));
            foreach (var stranger in strangers)
                stranger.Vanish();
            // Each connection that ends makes room for one more when the server has noticed its end.
            while (!await TryRawPortAsync(server))
                ;
        });

    /// <summary>
    /// All clients connect; the server keeps serving and ends normally. Its log has one line about it, not hundreds.
    /// </summary>
    private static async Task FloodAsync(
        Func<MemoryServer, IPEndPoint> port, Func<MemoryServer, IReadOnlyList<Stranger>, Task> during)
    {
        var place = new Place(Loopback.Next(), Surroundings.Here with
        {
            MostHandles = MostHandles,
            Environment = [("COTERIE_NODE_HANDSHAKE_TIMEOUT", "1s")],
        });
        using var server = await MemoryServer.StartAsync(place);
        await UseRawPortAsync(server, "W\0\0\0\0"u8.ToArray());
        var strangers = new List<Stranger>();
        for (var visit = 0; visit < Flood; visit++)
            strangers.Add(await Stranger.ConnectAsync(port(server)));
        await during(server, strangers);
        strangers.ForEach(stranger => stranger.Dispose());
        await server.Process.SignalAsync("TERM");
        var end = await server.Process.EndAsync();
        Assert.Equal(0, end.ExitCode);
        end.AssertNoStackTrace();
        Assert.Contains("coterie.node.most-connections must be at most", end.Errors, StringComparison.Ordinal);
        Assert.InRange(Refusals().Count(end.Errors), 1, 10);
    }

    private static async Task UseRawPortAsync(MemoryServer server, byte[]? command = null)
    {
        using var client = await Stranger.ConnectAsync(server.Raw);
        await client.SayAsync(command ?? "R"u8.ToArray());
        client.FallSilent();
        Assert.NotEqual(0, await client.HearOutAsync());
    }

    private static async Task<bool> TryRawPortAsync(MemoryServer server)
    {
        using var client = await Stranger.ConnectAsync(server.Raw);
        await client.SayAsync("R"u8.ToArray());
        client.FallSilent();
        return await client.HearOutAsync() > 0;
    }

    [GeneratedRegex("is refused")]
    private static partial Regex Refusals();
}
