using System.Net;
using Coterie.Actors.Locks;
using Coterie.Bench.Harness;
using Coterie.Bench.Remote;

namespace Coterie.Bench.Locks.Peers;

/// <summary>
/// Our lock: three members in processes of their own, and a node with a session of its own for each client. Votes are not kept,
/// so that the members are asked for each lock.
/// </summary>
internal sealed class CoteriePeer : ILockPeer
{
    private const int Count = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<MemberProcess> _processes;
    private readonly string[] _members;

    private CoteriePeer(List<MemberProcess> processes, string[] members) => (_processes, _members) = (processes, members);

    public string Name => LockResults.Ours;

    public string About => "three members, a session for each client, votes not kept; a release is not waited for";

    public static async Task<ILockPeer> StartAsync()
    {
        IPEndPoint[] addresses = [.. Enumerable.Range(0, Count).Select(_ => ProgramServer.FreeAddress())];
        string[] members = [.. addresses.Select(address => address.ToString())];
        var peer = new CoteriePeer([.. addresses.Select(address => MemberProcess.Start(address, members))], members);
        try
        {
            foreach (var process in peer._processes)
                await process.ReadyAsync();
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    public async Task<ILockClient> ConnectAsync(int number) => new Client(await CoterieNode.StartAsync(new CoterieOptions
    {
        Members = _members,
        KeepsVotes = false,
        Config = MemoryProcess.Configuration,
    }));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
    }

    private sealed class Client(CoterieNode node) : ILockClient
    {
        public async ValueTask<object> AcquireAsync(string name) => await node.AcquireAsync(name, Limit);

        public ValueTask ReleaseAsync(object held) => ((LockHandle)held).DisposeAsync();

        public ValueTask DisposeAsync() => node.DisposeAsync();
    }
}
