using Coterie.Bench.Locks.Peers.Etcd;
using Google.Protobuf;
using Grpc.Net.Client;

namespace Coterie.Bench.Locks.Peers;

/// <summary>
/// etcd's lock service by gRPC. Each client has a connection and a lease of its own, to the member that leads. Whoever waits is
/// woken by the server.
/// </summary>
internal sealed class EtcdPeer : ILockPeer
{
    // Longer than any run: nothing has to be kept alive.
    private const long LeaseSeconds = 3600;

    private readonly EtcdServers _servers;

    private EtcdPeer(EtcdServers servers) => _servers = servers;

    public string Name => _servers.Count == 1 ? "etcd, 1 member" : $"etcd, {_servers.Count} members";

    public string About => "lock service by gRPC, connected to the leader; every step is written to disk";

    public static async Task<ILockPeer> StartAsync(int count, string? within) =>
        new EtcdPeer(await EtcdServers.StartAsync(count, within));

    public async Task<ILockClient> ConnectAsync(int number)
    {
        var channel = GrpcChannel.ForAddress($"http://{_servers.Leader}");
        var lease = await new Lease.LeaseClient(channel).LeaseGrantAsync(new LeaseGrantRequest { TTL = LeaseSeconds });
        return new Client(channel, lease.ID);
    }

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    private sealed class Client(GrpcChannel channel, long lease) : ILockClient
    {
        private readonly Etcd.Lock.LockClient _locks = new(channel);

        public async ValueTask<object> AcquireAsync(string name)
        {
            var request = new LockRequest { Name = ByteString.CopyFromUtf8(name), Lease = lease };
            return (await _locks.LockAsync(request)).Key;
        }

        public async ValueTask ReleaseAsync(object held) =>
            await _locks.UnlockAsync(new UnlockRequest { Key = (ByteString)held });

        public ValueTask DisposeAsync()
        {
            channel.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
