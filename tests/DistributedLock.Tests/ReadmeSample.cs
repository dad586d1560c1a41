using Coterie.Actors.Locks;
using Medallion.Threading;
using Microsoft.Extensions.DependencyInjection;

namespace Coterie.DistributedLock.Tests;

/// <summary>The sample of the README, word for word; a test compares the two.</summary>
internal static class ReadmeSample
{
    /// <summary>Runs it.</summary>
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();

        // Without options the group is this process alone. With three machines, in each of them:
        // new CoterieOptions { Listen = "10.0.0.1:4053", Members = ["10.0.0.1:4053", "10.0.0.2:4053", "10.0.0.3:4053"] }
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());
        services.AddSingleton<ICoterie>(coterie);
        services.AddSingleton<IDistributedLockProvider, CoterieDistributedSynchronizationProvider>();

        await using var built = services.BuildServiceProvider();
        var locks = built.GetRequiredService<IDistributedLockProvider>();

        // As with every other DistributedLock:
        await using (var held = await locks.AcquireLockAsync("orders/42", TimeSpan.FromSeconds(30)))
            Console.WriteLine("charging order 42");
    }
}
