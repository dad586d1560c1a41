using Coterie.Actors.Locks;

namespace Coterie.Host.Tests.Locking;

/// <summary>The sample of the README, word for word; a test compares the two.</summary>
internal static class ReadmeLock
{
    /// <summary>Runs it.</summary>
    public static async Task RunAsync()
    {
        // Without options the group is this process alone. With three machines, in each of them:
        // new CoterieOptions { Listen = "10.0.0.1:4053", Members = ["10.0.0.1:4053", "10.0.0.2:4053", "10.0.0.3:4053"] }
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());

        await using var held = await coterie.AcquireAsync("orders/42", TimeSpan.FromSeconds(30)); // waits 30 s at most
        Console.WriteLine($"held with the token {held.Token}, surely for {held.Remaining.TotalSeconds:0} s");
    }
}
