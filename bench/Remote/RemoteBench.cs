using System.Diagnostics;
using System.Net;
using Coterie.Actors.Memory.Client;
using Coterie.Bench.Harness;
using Coterie.Protocols.Memory;
using StackExchange.Redis;

namespace Coterie.Bench.Remote;

/// <summary>
/// What a client of the shared memory sees: reads and writes of a variable from another process, over the loopback. If
/// <c>redis-server</c> is installed, GET and SET of Redis by its usual client library are measured for comparison. In both, all
/// callers share one client, as in an application; each caller has one operation under way.
/// </summary>
internal static class RemoteBench
{
    private const string Key = "bench";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static MemoryProcess _process = null!;
    private static MemoryClient _client = null!;
    private static ProgramServer? _redis;
    private static ConnectionMultiplexer? _connection;
    private static IDatabase? _database;

    private static readonly bool HasRedis = ProgramServer.IsInstalled("redis-server");

    public static Suite Suite { get; } = new(
        "remote",
        "Reads and writes of a variable from another process; beside Redis if redis-server is installed.",
        [.. from callers in (int[])[1, 8, 50] from isWrite in (bool[])[false, true] select Calls(callers, isWrite)],
        HasRedis ? "Redis" : null);

    private static Case Calls(int callers, bool isWrite)
    {
        var (ours, others) = (new Latencies(), new Latencies());
        return new Case(
            $"{(isWrite ? "write" : "read")}, {callers} caller{(callers == 1 ? "" : "s")}",
            2_000 * Math.Min(callers, 10), "calls/s",
            calls => CallAsync(callers, calls, ours, isWrite ? WriteAsync : ReadAsync))
        {
            Setup = StartAsync,
            Cleanup = StopAsync,
            Latencies = ours,
            Baseline = HasRedis ? calls => CallAsync(callers, calls, others, isWrite ? SetAsync : GetAsync) : null,
            BaselineLatencies = HasRedis ? others : null,
        };
    }

    private static async Task StartAsync()
    {
        _process = MemoryProcess.Start();
        _client = MemoryClient.Of(_process.Address, IPAddress.Loopback, MemoryProcess.Configuration, Limit);
        await WriteAsync(0);
        if (!HasRedis)
        {
            await Console.Error.WriteLineAsync("remote: redis-server is not installed, so there is nothing to compare with.");
            return;
        }
        _redis = await ProgramServer.StartAsync("redis", port => new ProcessStartInfo(
            "redis-server",
            ["--bind", "127.0.0.1", "--port", FormattableString.Invariant($"{port}"), "--save", "", "--appendonly", "no"]));
        _connection = await ConnectionMultiplexer.ConnectAsync(_redis.Address.ToString());
        _database = _connection.GetDatabase();
    }

    private static async Task StopAsync()
    {
        await _client.DisposeAsync();
        _process.Dispose();
        if (_connection is not null)
            await _connection.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    private static Task CallAsync(int callers, int calls, Latencies latencies, Func<int, Task> call) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var times = new long[calls / callers];
            for (var i = 0; i < times.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await call(i);
                times[i] = Stopwatch.GetTimestamp() - start;
            }
            latencies.Add(times);
        })));

    private static async Task ReadAsync(int number) => Expect<ReadOutcome.Done>(await _client.ReadAsync(Key));

    private static async Task WriteAsync(int number) =>
        Expect<WriteOutcome.Done>(await _client.WriteAsync(Key, new Value(number)));

    private static async Task GetAsync(int number) => await _database!.StringGetAsync(Key);

    private static async Task SetAsync(int number) => await _database!.StringSetAsync(Key, number);

    private static void Expect<T>(object outcome)
    {
        if (outcome is not T)
            throw new InvalidOperationException($"The outcome must be {typeof(T).Name}, was [{outcome}].");
    }
}
