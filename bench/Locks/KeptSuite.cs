using Coterie.Actors.Locks;
using Coterie.Bench.Harness;
using Coterie.Bench.Locks.Peers;
using Coterie.Bench.Remote;

namespace Coterie.Bench.Locks;

/// <summary>
/// A lock that its last holder takes again, with the votes that it has kept: no message is sent. Beside it a semaphore of .NET,
/// which knows nothing but this process.
/// </summary>
internal static class KeptSuite
{
    private const int Entries = 1_000_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Suite Suite => new(
        "lock-kept",
        "A lock of three members, taken again by a client that has kept the votes.",
        [Case()],
        "SemaphoreSlim(1), taken and released");

    private static Case Case()
    {
        CoterieGroup? group = null;
        CoterieNode? client = null;
        var semaphore = new SemaphoreSlim(1);
        return new Case("taken and given back", Entries, "entries", async entries =>
        {
            for (var i = 0; i < entries; i++)
                await (await client!.AcquireAsync("kept", Limit)).DisposeAsync();
        })
        {
            Baseline = async entries =>
            {
                for (var i = 0; i < entries; i++)
                {
                    await semaphore.WaitAsync(Limit);
                    semaphore.Release();
                }
            },
            Setup = async () =>
            {
                group = await CoterieGroup.StartAsync();
                client = await CoterieNode.StartAsync(
                    new CoterieOptions { Members = group.Members, Config = MemoryProcess.Configuration });
            },
            Cleanup = async () =>
            {
                if (client is not null)
                    await client.DisposeAsync();
                if (group is not null)
                    await group.DisposeAsync();
                semaphore.Dispose();
            },
        };
    }
}
