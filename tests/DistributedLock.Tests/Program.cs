using System.Globalization;
using Coterie.Actors.Locks;

namespace Coterie.DistributedLock.Tests;

/// <summary>A process that holds something until it is killed.</summary>
internal static class Program
{
    /// <summary>The arguments that make it hold a kind under a name, in a group.</summary>
    public static string[] Hold(Kind kind, string name, TimeSpan lease, IEnumerable<string> members) =>
        [kind.Name, name, lease.TotalSeconds.ToString(CultureInfo.InvariantCulture), .. members];

    private static async Task Main(string[] arguments)
    {
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions
        {
            Lease = TimeSpan.FromSeconds(double.Parse(arguments[2], CultureInfo.InvariantCulture)),
            Members = arguments[3..],
        });
        var provider = new CoterieDistributedSynchronizationProvider(coterie);
        var held = await Kind.All[arguments[0]].FillAsync(provider, arguments[1], Timeout.InfiniteTimeSpan);
        Console.WriteLine($"held {((CoterieDistributedSynchronizationHandle)held[^1]).FencingToken}");
        await Console.In.ReadToEndAsync();
        GC.KeepAlive(held);
    }
}
