using Coterie.Actors.Locks;

namespace Coterie.Samples.Tests.Api;

/// <summary>The lock, by task.</summary>
public sealed class LockExamples
{
    [Fact]
    public async Task Take_a_lock_and_hand_its_token_on()
    {
        #region package-lock
        // Without options the group is this process alone. With three machines, in each of them:
        // new CoterieOptions { Listen = "10.0.0.1:4053", Members = ["10.0.0.1:4053", "10.0.0.2:4053", "10.0.0.3:4053"] }
        await using var coterie = await CoterieNode.StartAsync(new CoterieOptions());

        await using (var held = await coterie.AcquireAsync("orders/42", TimeSpan.FromSeconds(30)))
        {
            // Token rises from holder to holder, so that a store can refuse a holder that is too late.
            // Lost is cancelled before anybody else can get the lock.
            await ChargeAsync(order: 42, held.Token, held.Lost);
        }
        #endregion
    }

    private static Task ChargeAsync(int order, long token, CancellationToken lost)
    {
        Assert.True(order > 0 && token > 0 && !lost.IsCancellationRequested);
        return Task.CompletedTask;
    }
}
