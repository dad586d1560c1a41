using System.Globalization;
using Coterie.Bench.Harness;
using Coterie.Bench.Locks.Peers;
using StackExchange.Redis;

namespace Coterie.Bench.Variables.Stores;

/// <summary>Strings of one Redis server, which flushes every change to its disk before it answers.</summary>
internal sealed class RedisStore : IVariableStore
{
    private readonly ScratchFolder _folder;
    private readonly ProgramServer _server;

    private RedisStore(ScratchFolder folder, ProgramServer server) => (_folder, _server) = (folder, server);

    public string Name => "Redis";

    public string About => "one server, one connection, appendfsync always; GET, SET, INCR; bears no crash of its machine";

    public static bool IsInstalled => ProgramServer.IsInstalled("redis-server");

    public static async Task<IVariableStore> StartAsync(string? within)
    {
        var folder = new ScratchFolder(within);
        try
        {
            return new RedisStore(folder, await ProgramServer.StartAsync("redis", port => new(
                "redis-server",
                [
                    "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--dir", folder.Path,
                    "--save", "", "--appendonly", "yes", "--appendfsync", "always",
                ])));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async Task<IVariableClient> ConnectAsync() =>
        new Client(await ConnectionMultiplexer.ConnectAsync(_server.Address.ToString()));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class Client(ConnectionMultiplexer connection) : IVariableClient
    {
        public IBytesVariable Bytes(string name) => new Text(connection.GetDatabase(), name);

        public INumberVariable Number(string name) => new Text(connection.GetDatabase(), name);

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }

    private sealed class Text(IDatabase database, RedisKey name) : IBytesVariable, INumberVariable
    {
        public bool IsCached => false;

        public async ValueTask<byte[]?> ReadAsync() => await database.StringGetAsync(name);

        public async ValueTask WriteAsync(byte[] value) => await database.StringSetAsync(name, value);

        public IAsyncEnumerable<byte[]>? WatchAsync(Action whenWatching, CancellationToken cancellation) => null;

        public async ValueTask<long> IncrementAsync() => await database.StringIncrementAsync(name);

        public ValueTask<long> ReadCachedAsync() => throw new NotSupportedException();
    }
}
