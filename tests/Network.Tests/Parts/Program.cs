using System.Globalization;
using Akka.Configuration;
using Coterie.Actors.Locks;
using Coterie.Actors.Memory.Client;
using Coterie.Actors.Nodes;
using Coterie.Lab.Configuration;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// Programs that tests run as processes of their own, on any machine, if no command of coterie does the same. They use the
/// shared memory, or locks, as an application would.
/// </summary>
internal static class Program
{
    /// <summary>The configuration of a node of the tests.</summary>
    /// <param name="times">The file with its times.</param>
    public static Config Config(string times = "swift.conf") => LabConfiguration.Load(
        [Path.Combine(AppContext.BaseDirectory, "config", "coterie.conf"), Path.Combine(AppContext.BaseDirectory, times)]);

    private static async Task<int> Main(string[] arguments)
    {
        await (arguments[0] switch
        {
            "contract" => ContractPart.RunAsync(LockOptions(arguments)),
            "enter" => EnterPart.RunAsync(LockOptions(arguments), arguments[4], arguments[5], Number(arguments, 6)),
            "fast-member" => FastMemberPart.RunAsync(LockOptions(arguments), arguments[4], arguments[5..]),
            "follow" => FollowPart.RunAsync(LockOptions(arguments), arguments[4..]),
            "operate" => OperatePart.RunAsync(
                LockOptions(arguments),
                number: Number(arguments, 4),
                clients: Number(arguments, 5),
                operations: Number(arguments, 6),
                patience: TimeSpan.FromMilliseconds(Number(arguments, 7)),
                isStale: arguments[8] == "stale",
                names: arguments[9..]),
            "observe" => ObservePart.RunAsync(LockOptions(arguments), arguments[4..]),
            "voters" => VotersPart.RunAsync(
                arguments[1],
                Number(arguments, 2),
                Number(arguments, 3),
                arguments.Length > 4 ? TimeSpan.FromSeconds(Number(arguments, 4)) : null),
            "watch" => WatchingPart.RunAsync(isOne: arguments[1] == "one"),
            _ => UseMemoryAsync(arguments),
        });
        return 0;
    }

    private static CoterieOptions LockOptions(string[] arguments) => new()
    {
        Members = arguments[1].Split(','),
        Config = Config(arguments[2]),
        Lease = TimeSpan.FromSeconds(Number(arguments, 3)),
    };

    private static async Task UseMemoryAsync(string[] arguments)
    {
        var server = await HostPort.TryParse(arguments[1])!.ResolveAsync();
        await using var memory = MemoryClient.Of(
            server, null, Config(arguments[2]), TimeSpan.FromSeconds(double.Parse(arguments[3], CultureInfo.InvariantCulture)));
        if (arguments[0] == "record")
        {
            await RecordPart.RunAsync(
                memory,
                first: Number(arguments, 4),
                clients: Number(arguments, 5),
                operations: Number(arguments, 6),
                names: arguments[7..]);
        }
        else
        {
            await HoldPart.RunAsync(memory, arguments[4], lease: TimeSpan.FromMilliseconds(Number(arguments, 5)));
        }
    }

    private static int Number(string[] arguments, int index) => int.Parse(arguments[index], CultureInfo.InvariantCulture);
}
