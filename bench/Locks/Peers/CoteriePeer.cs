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

    /// <summary>What it is called when everything is encrypted.</summary>
    public const string WithTls = LockResults.Ours + " with TLS";

    private const string StockTransport = "Akka.Remote.Transport.DotNetty.TcpTransport, Akka.Remote";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CoterieGroup _group;
    private readonly string _transport;
    private readonly TlsFolder? _files;

    private CoteriePeer(string name, string about, CoterieGroup group, string transport, TlsFolder? files) =>
        (Name, About, _group, _transport, _files) = (name, about, group, transport, files);

    public string Name { get; }

    public string About { get; }

    public static Task<ILockPeer> StartAsync() => StartAsync(
        LockResults.Ours, "three members, a session for each client, votes not kept; a release is not waited for", "");

    public static Task<ILockPeer> StartOnStockTransportAsync() => StartAsync(
        OnStockTransport, "the same, with the transport of Akka.NET in place of Coterie's", StockTransport);

    public static Task<ILockPeer> StartWithTlsAsync()
    {
        var files = new TlsFolder();
        return StartAsync(WithTls, "the same as Coterie, with TLS", MemberProcess.Encrypted + files.Path, files);
    }

    private static async Task<ILockPeer> StartAsync(string name, string about, string transport, TlsFolder? files = null) =>
        new CoteriePeer(name, about, await CoterieGroup.StartAsync(transport), transport, files);

    public async Task<ILockClient> ConnectAsync(int number) => new Client(await CoterieNode.StartAsync(new CoterieOptions
    {
        Members = _group.Members,
        KeepsVotes = false,
        Config = MemberProcess.ConfigurationOf(_transport),
    }));

    public async ValueTask DisposeAsync()
    {
        await _group.DisposeAsync();
        _files?.Dispose();
    }

    private sealed class Client(CoterieNode node) : ILockClient
    {
        public async ValueTask<object> AcquireAsync(string name) => await node.AcquireAsync(name, Limit);

        public ValueTask ReleaseAsync(object held) => ((LockHandle)held).DisposeAsync();

        public ValueTask DisposeAsync() => node.DisposeAsync();
    }
}
