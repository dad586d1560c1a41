using System.Diagnostics;
using System.Globalization;
using Coterie.Actors.Locks;
using Coterie.Network.Tests.Locks;

namespace Coterie.Network.Tests.Parts;

/// <summary>
/// Clients that enter the same lock again and again until the input ends. Each is a node with a session of its own. Inside it
/// makes a file that must not exist, counts in another one, and appends its token to a third; then it writes an
/// <see cref="Entry"/> to the standard output.
/// </summary>
internal static class EnterPart
{
    /// <summary>The file that exists while somebody is inside.</summary>
    public const string Witness = "witness";

    /// <summary>The file with the number of entries.</summary>
    public const string Counter = "counter";

    /// <summary>The file with the tokens, a line for each.</summary>
    public const string Tokens = "tokens";

    private const int MostEntries = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(CoterieOptions options, string name, string folder, int clients)
    {
        var ended = Task.Run(Console.In.ReadToEnd);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => ClientAsync(client))));

        async Task ClientAsync(int client)
        {
            await using var node = await CoterieNode.StartAsync(options);
            for (var i = 0; i < MostEntries && !ended.IsCompleted; i++)
            {
                await using (var held = await node.AcquireAsync(name, Patience))
                    Console.Out.WriteLine(Enter(held, folder, client));
                await Task.Delay(1); // others get in
            }
        }
    }

    private static Entry Enter(LockHandle held, string folder, int client)
    {
        var from = Stopwatch.GetTimestamp();
        var witness = Path.Combine(folder, Witness);
        try
        {
            new FileStream(witness, FileMode.CreateNew).Dispose();
        }
        catch (IOException)
        {
            return new Entry(client, held.Token, from, Stopwatch.GetTimestamp(), EntryEnd.Collided);
        }
        Count(Path.Combine(folder, Counter));
        File.AppendAllText(Path.Combine(folder, Tokens), string.Create(CultureInfo.InvariantCulture, $"{held.Token}\n"));
        File.Delete(witness);
        var to = Stopwatch.GetTimestamp();
        var isHeld = held.IsHeld; // asked last: if so, it was held all the time
        return new Entry(client, held.Token, from, to, isHeld ? EntryEnd.Held : EntryEnd.Lost);
    }

    private static void Count(string file)
    {
        var count = File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : 0;
        Thread.Sleep(1); // so that two inside would count to the same number
        File.WriteAllText(file, (count + 1).ToString(CultureInfo.InvariantCulture));
    }
}
