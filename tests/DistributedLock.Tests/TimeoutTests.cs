using Coterie.Actors.Locks;
using Microsoft.Extensions.Time.Testing;

namespace Coterie.DistributedLock.Tests;

/// <summary>How long callers wait, by a clock of the tests.</summary>
public sealed class TimeoutTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Kinds => [.. Kind.All.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_fifth_of_a_second_is_a_fifth_of_a_second(string name)
    {
        var (kind, time) = (Kind.All[name], new FakeTimeProvider());
        await using var node = await CoterieNode.StartAsync(new CoterieOptions { Clock = time });
        var provider = new CoterieDistributedSynchronizationProvider(node, time);
        var held = await kind.FillAsync(provider, "a", Patience);
        var trying = kind.Of(provider, "a").TryAcquireAsync(TimeSpan.FromSeconds(0.2), default).AsTask();
        var waiting = kind.Of(provider, "a").AcquireAsync(TimeSpan.FromSeconds(0.2), default).AsTask();
        time.Advance(TimeSpan.FromSeconds(0.2) - TimeSpan.FromTicks(1));
        Assert.False(trying.IsCompleted);
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await trying.WaitAsync(Patience));
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(Patience));
        Assert.All(held, handle => handle.Dispose());
    }
}
