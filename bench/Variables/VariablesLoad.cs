using System.Buffers.Binary;
using System.Diagnostics;
using Coterie.Bench.Variables.Stores;

namespace Coterie.Bench.Variables;

/// <summary>What the clients of one service did in one round.</summary>
/// <param name="PerSecond">Operations per second.</param>
/// <param name="Took">How long each took, in ticks of <see cref="Stopwatch"/>; empty if they are too short for that.</param>
internal sealed record VariablesRound(double PerSecond, long[] Took);

/// <summary>
/// Lets the clients of a service do one thing as fast as they can, for a given time. Client i uses connection i modulo their
/// number.
/// </summary>
internal static class VariablesLoad
{
    private const int Size = 16; // bytes of a value
    private const int Batch = 10_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Each client reads a variable of its own, which somebody else has written.</summary>
    public static async Task<VariablesRound?> ReadAsync(
        IReadOnlyList<IVariableClient> connections, int clients, TimeSpan duration)
    {
        // By a connection that does not read: whoever writes may keep a copy.
        for (var client = 0; client < clients; client++)
            await connections[^1].Bytes($"read/{client}").WriteAsync(new byte[Size]);
        return await RunAsync(connections.Take(connections.Count - 1).ToList(), clients, duration, (connection, client) =>
        {
            var variable = connection.Bytes($"read/{client}");
            return async _ =>
            {
                if ((await variable.ReadAsync())?.Length != Size)
                    throw new InvalidOperationException($"A variable must have {Size} bytes, had others.");
            };
        });
    }

    /// <summary>Each client writes a variable of its own.</summary>
    public static Task<VariablesRound?> WriteApartAsync(
        IReadOnlyList<IVariableClient> connections, int clients, TimeSpan duration) =>
        WriteAsync(connections, clients, duration, client => $"write/{client}");

    /// <summary>All clients write one variable.</summary>
    public static Task<VariablesRound?> WriteTogetherAsync(
        IReadOnlyList<IVariableClient> connections, int clients, TimeSpan duration) =>
        WriteAsync(connections, clients, duration, _ => "together");

    /// <summary>All clients add one to one variable. The sums must be a row of numbers without a gap.</summary>
    public static async Task<VariablesRound?> IncrementAsync(
        IReadOnlyList<IVariableClient> connections, int clients, TimeSpan duration)
    {
        var sums = new List<long>[clients];
        var round = await RunAsync(connections, clients, duration, (connection, client) =>
        {
            var (variable, own) = (connection.Number("sum"), sums[client] = []);
            return async _ => own.Add(await variable.IncrementAsync());
        });
        long[] all = [.. sums.SelectMany(each => each).Order()];
        return all[^1] - all[0] + 1 == all.Length && all.Distinct().Count() == all.Length
            ? round
            : throw new InvalidOperationException(
                $"{all.Length} increments must give as many sums in a row, were {all[0]} to {all[^1]}.");
    }

    /// <summary>One thread reads a copy.</summary>
    public static async Task<VariablesRound?> ReadCachedAsync(
        IReadOnlyList<IVariableClient> connections, int clients, TimeSpan duration)
    {
        var variable = connections[0].Number("cached");
        if (!variable.IsCached)
            return null;
        await variable.IncrementAsync();
        return await Task.Factory.StartNew(
            () =>
            {
                var (count, began) = (0L, Stopwatch.GetTimestamp());
                while (Stopwatch.GetElapsedTime(began) < duration)
                {
                    for (var i = 0; i < Batch; i++)
                    {
                        var read = variable.ReadCachedAsync();
                        if (!read.IsCompletedSuccessfully)
                            _ = read.AsTask().Result;
                        count++;
                    }
                }
                return new VariablesRound(count / Stopwatch.GetElapsedTime(began).TotalSeconds, []);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>One client writes, the other watches: a time goes from the call to write until the watcher is told.</summary>
    public static async Task<VariablesRound?> WatchAsync(
        IReadOnlyList<IVariableClient> connections, int clients, TimeSpan duration)
    {
        using var ending = new CancellationTokenSource();
        var watching = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new SemaphoreSlim(0);
        var latest = -1L;
        if (connections[1].Bytes("watched").WatchAsync(() => watching.TrySetResult(), ending.Token) is not { } changes)
            return null;
        var watcher = Task.Run(async () =>
        {
            try
            {
                await foreach (var value in changes)
                {
                    Volatile.Write(ref latest, BinaryPrimitives.ReadInt64LittleEndian(value));
                    told.Release();
                }
            }
            catch (OperationCanceledException)
            {
                // The round is over.
            }
        }, CancellationToken.None);
        await watching.Task.WaitAsync(LongestWait, CancellationToken.None);
        // It goes on from the round before, so that no number comes twice.
        var first = Stopwatch.GetTimestamp();
        var round = await RunAsync(connections, 1, duration, (connection, _) =>
        {
            var variable = connection.Bytes("watched");
            return async i =>
            {
                var value = new byte[Size];
                BinaryPrimitives.WriteInt64LittleEndian(value, first + i);
                var writing = variable.WriteAsync(value);
                while (Volatile.Read(ref latest) != first + i)
                {
                    if (!await told.WaitAsync(LongestWait))
                        throw new TimeoutException("A watcher must be told of a write, was not.");
                }
                await writing;
            };
        });
        await ending.CancelAsync();
        await watcher;
        return round;
    }

    private static Task<VariablesRound?> WriteAsync(
        IReadOnlyList<IVariableClient> connections, int clients, TimeSpan duration, Func<int, string> nameOf) =>
        RunAsync(connections, clients, duration, (connection, client) =>
        {
            var (variable, value) = (connection.Bytes(nameOf(client)), new byte[Size]);
            return i =>
            {
                BinaryPrimitives.WriteInt32LittleEndian(value, i);
                return variable.WriteAsync(value);
            };
        });

    private static async Task<VariablesRound?> RunAsync(
        IReadOnlyList<IVariableClient> connections,
        int clients,
        TimeSpan duration,
        Func<IVariableClient, int, Func<int, ValueTask>> begin)
    {
        var began = Stopwatch.GetTimestamp();
        var end = began + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var took = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var operation = begin(connections[client % connections.Count], client);
            var ticks = new List<long>();
            for (var i = 0; Stopwatch.GetTimestamp() < end; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await operation(i);
                ticks.Add(Stopwatch.GetTimestamp() - start);
            }
            return ticks;
        })));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        long[] all = [.. took.SelectMany(each => each)];
        return new VariablesRound(all.Length / seconds, all);
    }
}
