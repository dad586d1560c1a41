using Coterie.Actors.Locks;
using Coterie.Tests.Locks;
using Coterie.Tests.Support;
using Medallion.Threading;
using Microsoft.Extensions.Time.Testing;

namespace Coterie.DistributedLock.Tests;

/// <summary>What becomes of handles when members, nodes or processes end.</summary>
public sealed class LossTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Kinds => [.. Kind.All.Keys];

    [Fact]
    public async Task A_loss_is_told_within_a_lease_of_ten_seconds()
    {
        var time = new FakeTimeProvider();
        await using var group = await LockGroup.StartAsync(3, 3, options => options with { Lease = TimeSpan.FromSeconds(10) });
        await using var client = await CoterieNode.StartAsync(group.Options with { Members = group.Addresses, Clock = time });
        var provider = new CoterieDistributedSynchronizationProvider(client, time);
        var handles = new List<IDistributedSynchronizationHandle>();
        foreach (var kind in Kind.All.Values)
            handles.Add(await kind.Of(provider, kind.Name).AcquireAsync(Patience, default));
        var told = handles.ConvertAll(handle => ToldAsync(handle.HandleLostToken));
        var unasked = new List<IDistributedSynchronizationHandle>();
        foreach (var kind in Kind.All.Values)
            unasked.Add(await kind.Of(provider, $"{kind.Name}, not asked").AcquireAsync(Patience, default));
        await group.StopMemberAsync(0);
        await group.StopMemberAsync(1);
        time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.All(handles, handle => Assert.False(handle.HandleLostToken.IsCancellationRequested));
        time.Advance(TimeSpan.FromTicks(1));
        await Task.WhenAll(told).WaitAsync(Patience);
        Assert.All(unasked, handle => Assert.True(handle.HandleLostToken.IsCancellationRequested));
        foreach (var handle in handles.Concat(unasked))
        {
            handle.Dispose();
            Assert.Throws<ObjectDisposedException>(() => handle.HandleLostToken);
        }
    }

    [Fact]
    public async Task A_loss_is_told_by_the_clock_of_the_machine()
    {
        await using var group = await LockGroup.StartAsync(3, 3, options => options with { Lease = TimeSpan.FromSeconds(1) });
        var provider = new CoterieDistributedSynchronizationProvider(await group.StartClientAsync());
        var handles = new List<IDistributedSynchronizationHandle>();
        foreach (var kind in Kind.All.Values)
            handles.Add(await kind.Of(provider, kind.Name).AcquireAsync(Patience, default));
        await Task.WhenAll(group.StopMemberAsync(0), group.StopMemberAsync(1));
        await Task.WhenAll(handles.Select(handle => ToldAsync(handle.HandleLostToken))).WaitAsync(Patience);
        handles.ForEach(handle => handle.Dispose());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task When_a_node_ends_its_handles_are_lost_and_those_that_wait_are_told(string name)
    {
        var kind = Kind.All[name];
        var node = await CoterieNode.StartAsync(new CoterieOptions());
        var provider = new CoterieDistributedSynchronizationProvider(node);
        var held = await kind.FillAsync(provider, "a", Patience);
        var told = held.Select(handle => ToldAsync(handle.HandleLostToken)).ToList();
        var waiting = kind.Of(provider, "a").AcquireAsync(null, default).AsTask();
        await node.DisposeAsync();
        await Task.WhenAll(told).WaitAsync(Patience);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience));
        Assert.Throws<ObjectDisposedException>(() => kind.Of(provider, "a").TryAcquire(default, default));
        await held[0].DisposeAsync();
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task What_a_killed_process_held_is_free_within_twenty_seconds(string name)
    {
        var kind = Kind.All[name];
        var lease = TimeSpan.FromSeconds(2);
        await using var group = await LockGroup.StartAsync(3, 3, options => options with { Lease = lease });
        using var process = CoterieProcess.Start(
            new Surroundings { Program = "Coterie.DistributedLock.Tests.dll" }, Program.Hold(kind, "a", lease, group.Addresses));
        var token = long.Parse((await process.ReadLineAsync("held ")).Split(' ')[^1]);
        var waiting = kind.Of(new(group.Member(0)), "a").AcquireAsync(TimeSpan.FromSeconds(20), default).AsTask();
        Assert.False(waiting.IsCompleted);
        await process.SignalAsync("KILL");
        var next = (CoterieDistributedSynchronizationHandle)await waiting;
        if (next is not CoterieDistributedSemaphoreHandle { Slot: > 0 })
            Assert.True(next.FencingToken > token, $"{next.FencingToken} after {token}");
        next.Dispose();
    }

    private static Task ToldAsync(CancellationToken lost)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lost.Register(told.SetResult);
        return told.Task;
    }
}
