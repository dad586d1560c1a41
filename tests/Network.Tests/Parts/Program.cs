using System.Globalization;
using Akka.Configuration;
using Coterie.Configuration;
using Coterie.Memory.Client;
using Coterie.Nodes;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// Programs that tests run as processes of their own, on whatever machine, where no command of coterie does that: they use the shared memory as an
/// application would.
/// </summary>
internal static class Program
{
    /// <summary>The configuration of all nodes of the tests.</summary>
    public static Config Config { get; } = CoterieConfiguration.Load(
        [Path.Combine(AppContext.BaseDirectory, "config", "coterie.conf"), Path.Combine(AppContext.BaseDirectory, "swift.conf")], _ => null);

    private static async Task<int> Main(string[] arguments)
    {
        var server = await HostPort.TryParse(arguments[1])!.ResolveAsync();
        await using var memory = MemoryClient.Of(server, null, Config, TimeSpan.FromSeconds(double.Parse(arguments[2], CultureInfo.InvariantCulture)));
        switch (arguments[0])
        {
            case "record":
                await RecordPart.RunAsync(memory, first: Number(3), clients: Number(4), operations: Number(5), names: arguments[6..]);
                break;
            case "hold":
                await HoldPart.RunAsync(memory, arguments[3], lease: TimeSpan.FromMilliseconds(Number(4)));
                break;
        }
        return 0;

        int Number(int index) => int.Parse(arguments[index], CultureInfo.InvariantCulture);
    }
}
