namespace Coterie.Bench.Locks.Peers;

/// <summary>The services that are installed here, with their servers running.</summary>
internal sealed class StartedPeers : IAsyncDisposable
{
    private readonly List<ILockPeer> _peers = [];
    private readonly List<string> _notes = [];

    private StartedPeers()
    {
    }

    public IReadOnlyList<ILockPeer> Peers => _peers;

    /// <summary>How each is used, and which are left out.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <param name="part">Only those whose names contain this.</param>
    /// <param name="folder">Where they keep their data; null: with the temporary files.</param>
    public static async Task<StartedPeers> StartAsync(string part, string? folder)
    {
        var started = new StartedPeers();
        try
        {
            (string Name, bool IsInstalled, Func<Task<ILockPeer>> Start)[] all =
            [
                (LockResults.Ours, true, CoteriePeer.StartAsync),
                (CoteriePeer.OnStockTransport, true, CoteriePeer.StartOnStockTransportAsync),
                (CoteriePeer.WithTls, true, CoteriePeer.StartWithTlsAsync),
                ("etcd, 3 members", EtcdServers.IsInstalled, () => EtcdPeer.StartAsync(3, folder)),
                ("etcd, 1 member", EtcdServers.IsInstalled, () => EtcdPeer.StartAsync(1, folder)),
                ("PostgreSQL", PostgresPeer.IsInstalled, () => PostgresPeer.StartAsync(folder)),
                ("Redis", RedisPeer.IsInstalled, RedisPeer.StartAsync),
            ];
            foreach (var (name, isInstalled, start) in all)
            {
                if (!name.Contains(part, StringComparison.OrdinalIgnoreCase))
                    continue;
                if (!isInstalled)
                {
                    started._notes.Add($"{name}: left out, it is not installed");
                    continue;
                }
                started._peers.Add(await start());
                started._notes.Add($"{name}: {started._peers[^1].About}");
            }
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers)
            await peer.DisposeAsync();
    }
}
