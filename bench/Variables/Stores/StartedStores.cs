using Coterie.Bench.Locks.Peers;

namespace Coterie.Bench.Variables.Stores;

/// <summary>The services that are installed here, with their servers running.</summary>
internal sealed class StartedStores : IAsyncDisposable
{
    private readonly List<IVariableStore> _stores = [];
    private readonly List<string> _notes = [];

    private StartedStores()
    {
    }

    public IReadOnlyList<IVariableStore> Stores => _stores;

    /// <summary>How each is used, and which are left out.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <param name="part">Only those whose names contain this.</param>
    /// <param name="folder">Where they keep their data; null: with the temporary files.</param>
    public static async Task<StartedStores> StartAsync(string part, string? folder)
    {
        var started = new StartedStores();
        try
        {
            (string Name, bool IsInstalled, Func<Task<IVariableStore>> Start)[] all =
            [
                (CoterieStore.InMemory, true, CoterieStore.StartAsync),
                (CoterieStore.Durable, true, () => CoterieStore.StartDurableAsync(folder)),
                ("etcd", EtcdServers.IsInstalled, () => EtcdStore.StartAsync(folder)),
                ("Redis", RedisStore.IsInstalled, () => RedisStore.StartAsync(folder)),
            ];
            foreach (var (name, isInstalled, start) in all)
            {
                if (!name.Contains(part, StringComparison.OrdinalIgnoreCase))
                    continue;
                if (isInstalled)
                    started._stores.Add(await start());
                started._notes.Add($"{name}: {(isInstalled ? started._stores[^1].About : "left out, it is not installed")}");
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
        foreach (var store in _stores)
            await store.DisposeAsync();
    }
}
