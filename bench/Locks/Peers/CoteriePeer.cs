using Coterie.Actors.Locks;

namespace Coterie.Bench.Locks.Peers;

/// <summary>
/// Our lock: three members in processes of their own, and a node with a session of its own for each client. Votes are not kept,
/// so that the members are asked for each lock.
/// </summary>
internal sealed class CoteriePeer : ILockPeer
{
    /// <summary>What it is called on the transport of Akka.NET.</summary>
    public const string OnStockTransport = LockResults.Ours + " on dot-netty";

    private const string StockTransport = "Akka.Remote.Transport.DotNetty.TcpTransport, Akka.Remote";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CoterieGroup _group;
    private readonly string _transport;

    private CoteriePeer(CoterieGroup group, string transport) => (_group, _transport) = (group, transport);

    public string Name => _transport.Length == 0 ? LockResults.Ours : OnStockTransport;

    public string About => _transport.Length == 0
        ? "three members, a session for each client, votes not kept; a release is not waited for"
        : "the same, with the transport of Akka.NET in place of Coterie's";

    public static Task<ILockPeer> StartAsync() => StartAsync("");

    public static Task<ILockPeer> StartOnStockTransportAsync() => StartAsync(StockTransport);

    private static async Task<ILockPeer> StartAsync(string transport) =>
        new CoteriePeer(await CoterieGroup.StartAsync(transport), transport);

    public async Task<ILockClient> ConnectAsync(int number) => new Client(await CoterieNode.StartAsync(new CoterieOptions
    {
        Members = _group.Members,
        KeepsVotes = false,
        Config = MemberProcess.ConfigurationOf(_transport),
    }));

    public ValueTask DisposeAsync() => _group.DisposeAsync();

    private sealed class Client(CoterieNode node) : ILockClient
    {
        public async ValueTask<object> AcquireAsync(string name) => await node.AcquireAsync(name, Limit);

        public ValueTask ReleaseAsync(object held) => ((LockHandle)held).DisposeAsync();

        public ValueTask DisposeAsync() => node.DisposeAsync();
    }
}
