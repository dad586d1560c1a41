using System.Diagnostics;

namespace Coterie.Bench.Locks;

/// <summary>What the clients of one service did in one round.</summary>
/// <param name="Entries">How many times a client was inside.</param>
/// <param name="PerSecond">Entries per second.</param>
/// <param name="Waits">How long each entry took, from the call to the lock, in ticks of <see cref="Stopwatch"/>.</param>
/// <param name="HandOvers">
/// For each time that a client came after another one: how long it took from the other's call to release to its own entry.
/// </param>
/// <param name="IsBroken">Whether two clients were inside at once.</param>
internal sealed record LockRound(long Entries, double PerSecond, long[] Waits, long[] HandOvers, bool IsBroken);

/// <summary>Lets clients take and release locks as fast as they can, for a given time.</summary>
internal static class LockLoad
{
    /// <summary>How many names each client uses in turn if it has its own.</summary>
    private const int NamesOfClient = 1000;

    /// <summary>Each client uses names that nobody else uses.</summary>
    public static Task<LockRound> ApartAsync(IReadOnlyList<ILockClient> clients, TimeSpan duration) =>
        RunAsync(clients, duration, (client, i) => $"apart/{client}/{i % NamesOfClient}", witness: null);

    /// <summary>All clients use one name.</summary>
    public static Task<LockRound> TogetherAsync(IReadOnlyList<ILockClient> clients, TimeSpan duration) =>
        RunAsync(clients, duration, (_, _) => "together", new Witness());

    private static async Task<LockRound> RunAsync(
        IReadOnlyList<ILockClient> clients, TimeSpan duration, Func<int, int, string> nameOf, Witness? witness)
    {
        var began = Stopwatch.GetTimestamp();
        var end = began + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var waits = await Task.WhenAll(clients.Select((client, number) => Task.Run(async () =>
        {
            var taken = new List<long>();
            for (var i = 0; Stopwatch.GetTimestamp() < end; i++)
            {
                var name = nameOf(number, i);
                var start = Stopwatch.GetTimestamp();
                var held = await client.AcquireAsync(name);
                taken.Add(Stopwatch.GetTimestamp() - start);
                witness?.Enter(number);
                witness?.Leave(number);
                await client.ReleaseAsync(held);
            }
            return taken;
        })));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        long[] all = [.. waits.SelectMany(each => each)];
        return new LockRound(
            all.Length, all.Length / seconds, all, [.. witness?.HandOvers ?? []], witness is { IsBroken: true });
    }

    /// <summary>Sees who comes after whom. The clients are in one process, so that one clock measures both.</summary>
    private sealed class Witness
    {
        private int _inside;
        private int _last = -1;
        private long _left;

        public List<long> HandOvers { get; } = [];

        public bool IsBroken { get; private set; }

        public void Enter(int client)
        {
            IsBroken |= Interlocked.Increment(ref _inside) != 1;
            if (_last >= 0 && _last != client)
                HandOvers.Add(Stopwatch.GetTimestamp() - _left);
        }

        public void Leave(int client)
        {
            _last = client;
            IsBroken |= Interlocked.Decrement(ref _inside) != 0;
            _left = Stopwatch.GetTimestamp();
        }
    }
}
