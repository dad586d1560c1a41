using System.Globalization;
using Akka.Configuration;
using Coterie.Actors.Memory.Client;
using Coterie.Actors.Nodes;
using Coterie.Lab.Configuration;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// Programs that tests run as processes of their own, on any machine, if no command of coterie does the same. They use the
/// shared memory as an application would.
/// </summary>
internal static class Program
{
    /// <summary>The configuration of a node of the tests.</summary>
    /// <param name="times">The file with its times.</param>
    public static Config Config(string times = "swift.conf") => LabConfiguration.Load(
        [Path.Combine(AppContext.BaseDirectory, "config", "coterie.conf"), Path.Combine(AppContext.BaseDirectory, times)]);

    private static async Task<int> Main(string[] arguments)
    {
        var server = await HostPort.TryParse(arguments[1])!.ResolveAsync();
        await using var memory = MemoryClient.Of(
            server, null, Config(arguments[2]), TimeSpan.FromSeconds(double.Parse(arguments[3], CultureInfo.InvariantCulture)));
        switch (arguments[0])
        {
            case "record":
                await RecordPart.RunAsync(
                    memory, first: Number(4), clients: Number(5), operations: Number(6), names: arguments[7..]);
                break;
            case "hold":
                await HoldPart.RunAsync(memory, arguments[4], lease: TimeSpan.FromMilliseconds(Number(5)));
                break;
        }
        return 0;

        int Number(int index) => int.Parse(arguments[index], CultureInfo.InvariantCulture);
    }
}
