using Coterie.Network.Tests.Memory;
using Coterie.Network.Tests.Networks;
using Google.Protobuf;

namespace Coterie.Network.Tests.Strangers;

/// <summary>
/// Many small commands that are expensive if each is served by itself: the server stays small and serves others meanwhile.
/// </summary>
public sealed class FloodTests
{
    private const int Serializer = 1981;
    private const int MostGrowth = 200 * 1024 * 1024;

    [LinuxFact]
    public Task Lists_of_many_variables() => FloodAsync(5_000, id => ("ML", [8, .. Number(id)]));

    [LinuxFact]
    public Task Locks_that_nobody_releases() => FloodAsync(50_000, id => ("MAR", [8, .. Number(id), 18, 1, (byte)'y']));

    private static async Task FloodAsync(int count, Func<int, (string Manifest, byte[] Body)> command)
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        using var stranger = await Stranger.ConnectAsync(server.Port);
        await stranger.SayAsync(Frames.Associate("coterie", server.Port.Address.ToString(), 4999, 77));
        await SayAsync(
            2_000, id => ("MW", [8, .. Number(id), 18, 5, .. System.Text.Encoding.ASCII.GetBytes($"v{id:D4}"), 26, 2, 8, 2]));
        await WaitForAsync("v2000", "1");
        var before = server.ResidentBytes;
        await SayAsync(count, command);
        await WaitForAsync("v0001", "1");
        await SayAsync(1, id => ("MW", [8, .. Number(id), 18, 1, (byte)'z', 26, 2, 8, 4]));
        await WaitForAsync("z", "2");                                       // behind all of the flood
        Assert.InRange(server.ResidentBytes - before, long.MinValue, MostGrowth);
        await server.Process.SignalAsync("TERM");
        var end = await server.Process.EndAsync();
        Assert.Equal(0, end.ExitCode);
        end.AssertNoStackTrace();

        async Task SayAsync(int most, Func<int, (string Manifest, byte[] Body)> one)
        {
            var bytes = new List<byte>();
            for (var id = 1; id <= most; id++)
            {
                var (manifest, body) = one(id);
                bytes.AddRange(Frames.Message($"akka.tcp://coterie@{server.At}/user/memory", Serializer, manifest, body));
            }
            await stranger.SayAsync(bytes.ToArray());
        }

        async Task WaitForAsync(string name, string value)
        {
            while (await server.ReadAsync(Loopback.NextPlace(), name) != value)
                ;
        }
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[CodedOutputStream.ComputeInt32Size(value)];
        var output = new CodedOutputStream(bytes);
        output.WriteInt32(value);
        return bytes;
    }
}
