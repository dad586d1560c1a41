using System.Diagnostics;
using System.Net;
using Coterie.Bench.Harness;
using Coterie.Bench.Locks.Peers.Etcd;
using Google.Protobuf;
using Grpc.Net.Client;

namespace Coterie.Bench.Locks.Peers;

/// <summary>
/// etcd's lock service by gRPC. Each client has a connection and a lease of its own, to the member that leads: to another one
/// each call would take a hop more. Whoever waits is woken by the server.
/// </summary>
internal sealed class EtcdPeer : ILockPeer
{
    // Longer than any run: nothing has to be kept alive.
    private const long LeaseSeconds = 3600;
    private static readonly TimeSpan LongestElection = TimeSpan.FromSeconds(20);

    private readonly ScratchFolder _folder;
    private readonly List<ProgramServer> _members;
    private readonly IPEndPoint _leader;

    private EtcdPeer(ScratchFolder folder, List<ProgramServer> members, IPEndPoint leader) =>
        (_folder, _members, _leader) = (folder, members, leader);

    public string Name => _members.Count == 1 ? "etcd, 1 member" : $"etcd, {_members.Count} members";

    public string About => "lock service by gRPC, connected to the leader; every step is written to disk";

    public static bool IsInstalled => ProgramServer.IsInstalled("etcd");

    public static async Task<ILockPeer> StartAsync(int count, string? within)
    {
        var folder = new ScratchFolder(within);
        var members = new List<ProgramServer>();
        try
        {
            IPEndPoint[] forClients = [.. Enumerable.Range(0, count).Select(_ => ProgramServer.FreeAddress())];
            IPEndPoint[] forMembers = [.. Enumerable.Range(0, count).Select(_ => ProgramServer.FreeAddress())];
            var all = string.Join(',', forMembers.Select((address, i) => $"m{i}=http://{address}"));
            for (var i = 0; i < count; i++)
            {
                members.Add(ProgramServer.Start("etcd", forClients[i], new ProcessStartInfo("etcd",
                [
                    "--name", $"m{i}", "--data-dir", Path.Combine(folder.Path, $"m{i}"),
                    "--listen-client-urls", $"http://{forClients[i]}", "--advertise-client-urls", $"http://{forClients[i]}",
                    "--listen-peer-urls", $"http://{forMembers[i]}", "--initial-advertise-peer-urls", $"http://{forMembers[i]}",
                    "--initial-cluster", all, "--initial-cluster-state", "new", "--log-level", "error", "--logger", "zap",
                ])));
            }
            foreach (var member in members)
                await member.ReadyAsync();
            return new EtcdPeer(folder, members, await LeaderAsync(forClients));
        }
        catch
        {
            await StopAsync(members);
            folder.Dispose();
            throw;
        }
    }

    public async Task<ILockClient> ConnectAsync(int number)
    {
        var channel = GrpcChannel.ForAddress($"http://{_leader}");
        var lease = await new Lease.LeaseClient(channel).LeaseGrantAsync(new LeaseGrantRequest { TTL = LeaseSeconds });
        return new Client(channel, lease.ID);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(_members);
        _folder.Dispose();
    }

    private static async Task StopAsync(IEnumerable<ProgramServer> members)
    {
        foreach (var member in members)
            await member.DisposeAsync();
    }

    private static async Task<IPEndPoint> LeaderAsync(IReadOnlyList<IPEndPoint> members)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < LongestElection)
        {
            foreach (var member in members)
            {
                using var channel = GrpcChannel.ForAddress($"http://{member}");
                var status = await new Maintenance.MaintenanceClient(channel).StatusAsync(new StatusRequest());
                if (status.Leader == status.Header.MemberId)
                    return member;
            }
            await Task.Delay(50);
        }
        throw new InvalidOperationException($"etcd must elect a leader within {LongestElection.TotalSeconds} s.");
    }

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
