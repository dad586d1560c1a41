using System.Globalization;
using Coterie.Bench.Harness;
using StackExchange.Redis;

namespace Coterie.Bench.Locks.Peers;

/// <summary>
/// The usual lock with one Redis server: SET NX PX to take it, a script that deletes only the own value to release it. Whoever
/// waits asks again after a pause.
/// </summary>
internal sealed class RedisPeer : ILockPeer
{
    private const string Delete = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) "
        + "else return 0 end";

    // Libraries pause for 10 ms and more; this is to Redis's favour.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly ProgramServer _server;

    private RedisPeer(ProgramServer server) => _server = server;

    public string Name => "Redis";

    public string About => "one server, nothing on disk; SET NX PX, a script to release, polls every 1 ms";

    public static bool IsInstalled => ProgramServer.IsInstalled("redis-server");

    public static async Task<ILockPeer> StartAsync() => new RedisPeer(await ProgramServer.StartAsync("redis", port => new(
        "redis-server",
        ["--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--save", "", "--appendonly", "no"])));

    public async Task<ILockClient> ConnectAsync(int number)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(_server.Address.ToString());
        return new Client(connection, $"client-{number}");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private sealed class Client(ConnectionMultiplexer connection, string owner) : ILockClient
    {
        private readonly IDatabase _database = connection.GetDatabase();
        private long _count;

        public async ValueTask<object> AcquireAsync(string name)
        {
            var held = new Held(name, string.Create(CultureInfo.InvariantCulture, $"{owner}-{++_count}"));
            while (!await _database.StringSetAsync(held.Name, held.Value, Lease, When.NotExists))
                await Task.Delay(Pause);
            return held;
        }

        public async ValueTask ReleaseAsync(object held)
        {
            var (name, value) = (Held)held;
            await _database.ScriptEvaluateAsync(Delete, [name], [value]);
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }

    private sealed record Held(string Name, string Value);
}
