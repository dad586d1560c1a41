using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using Coterie.Bench.Locks.Peers;
using Coterie.Bench.Variables.Stores.Etcd;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Coterie.Bench.Variables.Stores;

/// <summary>
/// Keys of etcd, three members: linearizable reads, puts, and transactions that compare for what it has no operation for.
/// </summary>
internal sealed class EtcdStore : IVariableStore
{
    private const int Members = 3;

    private readonly EtcdServers _servers;

    private EtcdStore(EtcdServers servers) => _servers = servers;

    public string Name => "etcd";

    public string About => "three members, gRPC, one channel to the leader; linearizable get, put; a put is on the disks of two";

    public static async Task<IVariableStore> StartAsync(string? within) =>
        new EtcdStore(await EtcdServers.StartAsync(Members, within));

    public Task<IVariableClient> ConnectAsync() =>
        Task.FromResult<IVariableClient>(new Client(GrpcChannel.ForAddress(
            $"http://{_servers.Leader}", new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true })));

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    private sealed class Client(GrpcChannel channel) : IVariableClient
    {
        private readonly KV.KVClient _keys = new(channel);

        public IBytesVariable Bytes(string name) => new Key(_keys, new Watch.WatchClient(channel), name);

        public INumberVariable Number(string name) => new Key(_keys, new Watch.WatchClient(channel), name);

        public ValueTask DisposeAsync()
        {
            channel.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Key(KV.KVClient keys, Watch.WatchClient watches, string name) : IBytesVariable, INumberVariable
    {
        private readonly ByteString _name = ByteString.CopyFromUtf8(name);

        public bool IsCached => false;

        public async ValueTask<byte[]?> ReadAsync() => (await GetAsync())?.Value.ToByteArray();

        public async ValueTask WriteAsync(byte[] value) =>
            await keys.PutAsync(new PutRequest { Key = _name, Value = ByteString.CopyFrom(value) });

        // The usual way: read, and write if nobody has written meanwhile.
        public async ValueTask<long> IncrementAsync()
        {
            while (true)
            {
                var known = await GetAsync();
                var sum = 1L;
                if (known is not null && Utf8Parser.TryParse(known.Value.Span, out long number, out _))
                    sum = number + 1;
                var request = new TxnRequest();
                request.Compare.Add(new Compare
                {
                    Key = _name,
                    Target = Compare.Types.CompareTarget.Mod,
                    ModRevision = known?.ModRevision ?? 0,
                });
                var value = ByteString.CopyFromUtf8(sum.ToString(CultureInfo.InvariantCulture));
                request.Success.Add(new RequestOp { RequestPut = new PutRequest { Key = _name, Value = value } });
                if ((await keys.TxnAsync(request)).Succeeded)
                    return sum;
            }
        }

        public ValueTask<long> ReadCachedAsync() => throw new NotSupportedException();

        public async IAsyncEnumerable<byte[]> WatchAsync(
            Action whenWatching, [EnumeratorCancellation] CancellationToken cancellation)
        {
            using var call = watches.Watch(cancellationToken: cancellation);
            await call.RequestStream.WriteAsync(
                new WatchRequest { CreateRequest = new WatchCreateRequest { Key = _name } }, cancellation);
            await foreach (var answer in call.ResponseStream.ReadAllAsync(cancellation))
            {
                if (answer.Created)
                    whenWatching();
                foreach (var told in answer.Events)
                    yield return told.Kv.Value.ToByteArray();
            }
        }

        private async ValueTask<KeyValue?> GetAsync()
        {
            var answer = await keys.RangeAsync(new RangeRequest { Key = _name });
            return answer.Kvs.Count == 0 ? null : answer.Kvs[0];
        }
    }
}
