using System.Globalization;
using Coterie.Actors.Locks;
using Coterie.Actors.Variables;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// Watches many variables of a group within this process, and does not read while each changes ten times. It writes how many
/// bytes it used before the watches and variables were there, and how many it uses then. At last it reads what they are.
/// </summary>
internal static class WatchingPart
{
    private const int Variables = 10_000;
    private const int Changes = 10;
    private const int AtOnce = 64;

    /// <summary>Runs to the end.</summary>
    /// <param name="isOne">Whether one watch is about all variables; otherwise each variable has a watch.</param>
    public static async Task RunAsync(bool isOne)
    {
        await using var node = await CoterieNode.StartAsync(new CoterieOptions { Config = Program.Config() });
        await node.Variable<long>("first").IncrementAsync();
        Console.Out.WriteLine(GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture));
        var names = Enumerable.Range(0, Variables)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"variable/{number}")).ToArray();
        var watches = (isOne ? ["variable/"] : names)
            .Select(name => node.WatchAsync(name, isOne, CancellationToken.None).GetAsyncEnumerator()).ToList();
        foreach (var watch in watches)
        {
            do
                await watch.MoveNextAsync();
            while (watch.Current is not WatchEvent.Complete);
        }
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        for (var change = 0; change < Changes; change++)
            await Parallel.ForEachAsync(names, options, async (name, _) => await node.Variable<long>(name).IncrementAsync());
        Console.Out.WriteLine(GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture));

        var latest = new Dictionary<string, long>();
        foreach (var watch in watches)
        {
            var left = isOne ? Variables : 1;
            while (left > 0 && await watch.MoveNextAsync())
            {
                if (watch.Current is WatchEvent.Changed { Version: Changes } changed)
                {
                    latest.Add(changed.Name, changed.Value!.Number!.Value);
                    left--;
                }
            }
            await watch.DisposeAsync();
        }
        if (latest.Count != Variables || latest.Values.Any(value => value != Changes))
            throw new InvalidOperationException($"All {Variables} variables must be shown as {Changes}.");
    }
}
