using Akka.Actor;
using Akka.Coordination;
using Microsoft.Extensions.Time.Testing;

namespace Coterie.Coordination.Tests;

/// <summary>Whose callback is called when a lease is lost; and when others get the lease if the actor system ends.</summary>
public sealed class LossTests : LeaseTest
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task When_a_majority_is_gone_the_lease_is_lost_at_its_deadline_and_its_owner_is_told_once()
    {
        var (time, members) = (new FakeTimeProvider(), FreePorts.TakeAddresses(3));
        var nodes = await Task.WhenAll(members.Select(member => NodeAsync(members, member)));
        var system = SystemOf(await NodeAsync(members, clock: time), time);
        var lease = LeaseOf(system, "a", "one");
        var same = new CoterieLease(lease.Settings, (ExtendedActorSystem)system);
        var (told, toldToo) = (new Told(), new Told());
        Assert.True(await lease.Acquire(_ => Assert.Fail("replaced")).WaitAsync(Patience));
        Assert.True(await lease.Acquire(told.Call).WaitAsync(Patience));
        Assert.True(await same.Acquire(toldToo.Call).WaitAsync(Patience));
        await nodes[0].DisposeAsync();
        await nodes[1].DisposeAsync();
        time.Advance(Lease - TimeSpan.FromTicks(1));
        Assert.True(lease.CheckLease());
        Assert.Equal(0, told.Count);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.False(lease.CheckLease());
        Assert.False(same.CheckLease());
        var reason = Assert.IsType<LeaseException>(await told.Reason.WaitAsync(Patience));
        Assert.Equal("The lease [a] of [one] was lost: the votes of too few members count.", reason.Message);
        await toldToo.Reason.WaitAsync(Patience);
        Assert.True(await lease.Release());
        time.Advance(10 * Lease);
        Assert.Equal((1, 1), (told.Count, toldToo.Count));
    }

    [Fact]
    public async Task After_a_loss_it_can_be_acquired_again()
    {
        var (time, members) = (new FakeTimeProvider(), FreePorts.TakeAddresses(1));
        var member = await NodeAsync(members, members[0]);
        var lease = LeaseOf(SystemOf(await NodeAsync(members, clock: time)), "a", "one");
        var told = new Told();
        Assert.True(await lease.Acquire(told.Call).WaitAsync(Patience));
        await member.DisposeAsync();
        time.Advance(Lease);
        await told.Reason.WaitAsync(Patience);
        await NodeAsync(members, members[0]);
        using var beats = new Timer(_ => time.Advance(TimeSpan.FromSeconds(0.5)), null, 0, 50); // it connects again
        while (true)
        {
            try
            {
                Assert.True(await lease.Acquire(told.Call).WaitAsync(Patience));
                break;
            }
            catch (LeaseTimeoutException)
            {
            }
        }
        Assert.Equal(1, told.Count);
    }

    [Fact]
    public async Task Nobody_is_told_of_a_release()
    {
        var group = await GroupAsync();
        var lease = LeaseOf(SystemOf(group), "a", "one");
        var told = new Told();
        Assert.True(await lease.Acquire(told.Call).WaitAsync(Patience));
        await lease.Release();
        Assert.True(await lease.Acquire().WaitAsync(Patience)); // without a callback
        await group.DisposeAsync();
        Assert.False(lease.CheckLease());
        Assert.Equal(0, told.Count);
    }

    [Fact]
    public async Task Whoever_acquires_learns_of_the_lease_before_its_loss()
    {
        for (var i = 0; i < 30; i++)
        {
            var group = await GroupAsync();
            var lease = LeaseOf(SystemOf(group), "a", "one");
            var (acquiring, wasEarly) = ((Task<bool>?)null, false);
            acquiring = lease.Acquire(_ => wasEarly |= acquiring is { IsCompleted: false });
            for (var spin = 0; spin < i; spin++)
                await Task.Yield();
            await group.DisposeAsync();
            await acquiring.WaitAsync(Patience).ContinueWith(_ => { }, TaskScheduler.Default); // true, or the group has ended
            Assert.False(wasEarly);
        }
    }

    [Fact]
    public async Task A_callback_that_throws_does_not_keep_others_from_being_told()
    {
        var group = await GroupAsync();
        var system = SystemOf(group);
        var lease = LeaseOf(system, "a", "one");
        var same = new CoterieLease(lease.Settings, (ExtendedActorSystem)system);
        var told = new Told();
        Assert.True(await lease.Acquire(_ => throw new InvalidOperationException()).WaitAsync(Patience));
        Assert.True(await same.Acquire(told.Call).WaitAsync(Patience));
        await group.DisposeAsync();
        await told.Reason.WaitAsync(Patience);
    }

    [Fact]
    public async Task When_the_actor_system_ends_its_leases_become_free_as_if_the_process_had_crashed()
    {
        var (time, group) = (new FakeTimeProvider(), await GroupAsync());
        var ending = SystemOf(group, time);
        Assert.True(await LeaseOf(ending, "a", "one").Acquire().WaitAsync(Patience));
        var released = LeaseOf(ending, "b", "one");
        Assert.True(await released.Acquire().WaitAsync(Patience));
        await released.Release();
        await ending.Terminate();
        var system = SystemOf(group);
        var (lease, free) = (LeaseOf(system, "a", "two"), LeaseOf(system, "b", "two"));
        Assert.True(await free.Acquire().WaitAsync(Patience));
        Assert.False(await lease.Acquire().WaitAsync(Patience));
        using var limit = new CancellationTokenSource(Patience);
        var passed = TimeSpan.Zero;
        while (!await lease.Acquire().WaitAsync(Patience)) // the wait may begin late
        {
            limit.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            passed += TimeSpan.FromSeconds(1);
        }
        Assert.True(passed > Lease / 2, $"{passed}");
    }

    private sealed class Told
    {
        private readonly TaskCompletionSource<Exception?> _reason = new();
        private int _count;

        public Task<Exception?> Reason => _reason.Task;

        public int Count => Volatile.Read(ref _count);

        public void Call(Exception? reason)
        {
            Interlocked.Increment(ref _count);
            _reason.TrySetResult(reason);
        }
    }
}
