using Coterie.Actors.Locks;
using Coterie.Bench.Remote;

namespace Coterie.Bench.Locks.Peers;

/// <summary>
/// Our lock: three members in processes of their own, and a node with a session of its own for each client. Votes are not kept,
/// so that the members are asked for each lock.
/// </summary>
internal sealed class CoteriePeer : ILockPeer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CoterieGroup _group;

    private CoteriePeer(CoterieGroup group) => _group = group;

    public string Name => LockResults.Ours;

    public string About => "three members, a session for each client, votes not kept; a release is not waited for";

    public static async Task<ILockPeer> StartAsync() => new CoteriePeer(await CoterieGroup.StartAsync());

    public async Task<ILockClient> ConnectAsync(int number) => new Client(await CoterieNode.StartAsync(new CoterieOptions
    {
        Members = _group.Members,
        KeepsVotes = false,
        Config = MemoryProcess.Configuration,
    }));

    public ValueTask DisposeAsync() => _group.DisposeAsync();

    private sealed class Client(CoterieNode node) : ILockClient
    {
        public async ValueTask<object> AcquireAsync(string name) => await node.AcquireAsync(name, Limit);

        public ValueTask ReleaseAsync(object held) => ((LockHandle)held).DisposeAsync();

        public ValueTask DisposeAsync() => node.DisposeAsync();
    }
}
