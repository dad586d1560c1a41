using System.Diagnostics;
using System.Net;
using Coterie.Bench.Harness;
using Coterie.Bench.Locks.Peers.Etcd;
using Grpc.Net.Client;

namespace Coterie.Bench.Locks.Peers;

/// <summary>The running members of etcd, and which of them leads.</summary>
internal sealed class EtcdServers : IAsyncDisposable
{
    private static readonly TimeSpan LongestElection = TimeSpan.FromSeconds(20);

    private readonly ScratchFolder _folder;
    private readonly List<ProgramServer> _members;

    private EtcdServers(ScratchFolder folder, List<ProgramServer> members, IPEndPoint leader) =>
        (_folder, _members, Leader) = (folder, members, leader);

    /// <summary>How many members there are.</summary>
    public int Count => _members.Count;

    /// <summary>Where the member that leads serves clients: to another one each call would take a hop more.</summary>
    public IPEndPoint Leader { get; }

    public static bool IsInstalled => ProgramServer.IsInstalled("etcd");

    /// <param name="count">How many members.</param>
    /// <param name="within">Where they keep their data; null: with the temporary files.</param>
    public static async Task<EtcdServers> StartAsync(int count, string? within)
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
            return new EtcdServers(folder, members, await LeaderAsync(forClients));
        }
        catch
        {
            await StopAsync(members);
            folder.Dispose();
            throw;
        }
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
}
