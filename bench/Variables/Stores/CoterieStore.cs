using System.Runtime.CompilerServices;
using Coterie.Actors.Locks;
using Coterie.Actors.Variables;
using Coterie.Bench.Locks.Peers;
using Coterie.Bench.Remote;

namespace Coterie.Bench.Variables.Stores;

/// <summary>Our variables: three members in processes of their own; a connection is a node with a session.</summary>
internal sealed class CoterieStore : IVariableStore
{
    /// <summary>What it is called in the tables.</summary>
    public const string InMemory = "Coterie";

    /// <summary>What it is called with data folders.</summary>
    public const string Durable = InMemory + " --data";

    private readonly CoterieGroup _group;
    private readonly ScratchFolder? _folder;

    private CoterieStore(CoterieGroup group, ScratchFolder? folder) => (_group, _folder) = (group, folder);

    public string Name => _folder is null ? InMemory : Durable;

    public string About => _folder is null
        ? "three members, in memory; the clients are tasks of one node"
        : "the same; every change is on the disks of two members before it is told as done";

    public static async Task<IVariableStore> StartAsync() => new CoterieStore(await CoterieGroup.StartAsync(), null);

    /// <param name="within">Where the members keep their data; null: with the temporary files.</param>
    public static async Task<IVariableStore> StartDurableAsync(string? within)
    {
        var folder = new ScratchFolder(within);
        try
        {
            return new CoterieStore(await CoterieGroup.StartAsync(data: folder.Path), folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async Task<IVariableClient> ConnectAsync() => new Client(await CoterieNode.StartAsync(
        new CoterieOptions { Members = _group.Members, Config = MemoryProcess.Configuration }));

    public async ValueTask DisposeAsync()
    {
        await _group.DisposeAsync();
        _folder?.Dispose();
    }

    private sealed class Client(CoterieNode node) : IVariableClient
    {
        public IBytesVariable Bytes(string name) => new BytesVariable(node.Variable<byte[]>(name));

        public INumberVariable Number(string name) => new NumberVariable(node.Variable<long>(name));

        public ValueTask DisposeAsync() => node.DisposeAsync();
    }

    private sealed class BytesVariable(Variable<byte[]> variable) : IBytesVariable
    {
        public ValueTask<byte[]?> ReadAsync() => variable.ReadAsync();

        public ValueTask WriteAsync(byte[] value) => variable.WriteAsync(value);

        public async IAsyncEnumerable<byte[]> WatchAsync(
            Action whenWatching, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await foreach (var change in variable.WatchAsync(cancellation))
            {
                if (change.IsCurrent)
                    whenWatching();
                if (change.State.Value is { } value)
                    yield return value;
            }
        }
    }

    private sealed class NumberVariable(Variable<long> variable) : INumberVariable
    {
        public bool IsCached => true;

        public ValueTask<long> IncrementAsync() => variable.IncrementAsync();

        public ValueTask<long> ReadCachedAsync() =>
            variable.TryReadCached(out var state) ? new ValueTask<long>(state.Value) : AskAsync();

        private async ValueTask<long> AskAsync() => (await variable.ReadCachedAsync()).Value;
    }
}
