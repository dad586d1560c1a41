using Akka.Coordination;
using Coterie.Actors.Locks;
using Microsoft.Extensions.Time.Testing;

namespace Coterie.Coordination.Tests;

/// <summary>What Akka asks of a lease.</summary>
public sealed class LeaseContractTests : LeaseTest
{
    [Fact]
    public async Task A_lease_is_acquired_checked_and_released()
    {
        var lease = LeaseOf(SystemOf(await GroupAsync()), "a", "one");
        Assert.False(lease.CheckLease());
        Assert.True(await lease.Acquire().WaitAsync(Patience));
        Assert.True(lease.CheckLease());
        Assert.True(await lease.Release().WaitAsync(Patience));
        Assert.False(lease.CheckLease());
        Assert.True(await lease.Acquire().WaitAsync(Patience));
    }

    [Fact]
    public async Task To_release_what_is_not_held_is_fine()
    {
        var lease = LeaseOf(SystemOf(await GroupAsync()), "a", "one");
        Assert.True(await lease.Release().WaitAsync(Patience));
        Assert.True(await lease.Acquire().WaitAsync(Patience));
        Assert.True(await lease.Release().WaitAsync(Patience));
        Assert.True(await lease.Release().WaitAsync(Patience));
    }

    [Fact]
    public async Task Calls_at_the_same_time_are_one()
    {
        var start = new TaskCompletionSource<ICoterie>();
        var lease = LeaseOf(System("", new CoterieLeaseSetup(_ => start.Task)), "a", "one");
        var first = lease.Acquire();
        Assert.Same(first, lease.Acquire());
        Assert.Same(first, lease.Acquire(_ => { }));
        Assert.False(first.IsCompleted);
        start.SetResult(await GroupAsync());
        Assert.True(await first.WaitAsync(Patience));
    }

    [Fact]
    public async Task An_owner_has_a_lease_by_whichever_object()
    {
        var system = SystemOf(await GroupAsync());
        var one = LeaseOf(system, "a", "one");
        var same = new CoterieLease(one.Settings, (Akka.Actor.ExtendedActorSystem)system);
        Assert.True(await one.Acquire().WaitAsync(Patience));
        Assert.True(await one.Acquire().WaitAsync(Patience));
        Assert.True(same.CheckLease());
        Assert.True(await same.Acquire().WaitAsync(Patience));
        Assert.True(await same.Release().WaitAsync(Patience));
        Assert.False(one.CheckLease());
        Assert.True(await LeaseOf(system, "a", "two").Acquire().WaitAsync(Patience));
    }

    [Fact]
    public async Task Another_owner_in_the_same_process_gets_false_and_after_the_release_true()
    {
        var group = await GroupAsync();
        var system = SystemOf(group);
        var (one, two) = (LeaseOf(system, "a", "one"), LeaseOf(system, "a", "two"));
        var elsewhere = LeaseOf(SystemOf(group), "a", "one");
        Assert.True(await one.Acquire().WaitAsync(Patience));
        Assert.False(await two.Acquire().WaitAsync(Patience));
        Assert.False(await elsewhere.Acquire().WaitAsync(Patience)); // the same name in another system is another owner
        Assert.False(two.CheckLease());
        Assert.True(await LeaseOf(system, "b", "two").Acquire().WaitAsync(Patience));
        await one.Release().WaitAsync(Patience);
        Assert.True(await two.Acquire().WaitAsync(Patience));
        Assert.False(await one.Acquire().WaitAsync(Patience));
    }

    [Fact]
    public async Task Another_owner_in_another_process_gets_false_and_after_the_release_true()
    {
        var members = FreePorts.TakeAddresses(3);
        var nodes = await Task.WhenAll(members.Select(member => NodeAsync(members, member)));
        var client = await NodeAsync(members);
        var (one, two) = (LeaseOf(SystemOf(nodes[0]), "a", "one"), LeaseOf(SystemOf(client), "a", "two"));
        Assert.True(await AcquireAsync(one));
        Assert.False(await AcquireAsync(two));
        await nodes[2].DisposeAsync();
        Assert.False(await AcquireAsync(two)); // two members are a majority
        await one.Release();
        Assert.True(await AcquireAsync(two));
        Assert.False(await AcquireAsync(one));
    }

    [Fact]
    public async Task An_owner_that_holds_the_lock_without_a_lease_counts_too()
    {
        var group = await GroupAsync();
        var lease = LeaseOf(SystemOf(group), "a", "one");
        await using (await group.AcquireAsync("akka-lease/a", Patience))
            Assert.False(await lease.Acquire().WaitAsync(Patience));
        Assert.True(await lease.Acquire().WaitAsync(Patience));
    }

    [Fact]
    public async Task Without_a_majority_it_is_unknown_who_holds_it_and_the_message_says_which_members_do_not_answer()
    {
        var members = FreePorts.TakeAddresses(3);
        await NodeAsync(members, members[0]);
        var client = await NodeAsync(members);
        while (!client.CheckHealth().Members.Any(member => member.Answers))
            await Task.Yield();
        var lease = LeaseOf(SystemOf(client, keys: $"{CoterieLease.ConfigPath}.lease-operation-timeout = 3s"), "a", "one");
        var acquiring = lease.Acquire();
        var unknown = await Assert.ThrowsAsync<LeaseTimeoutException>(() => acquiring.WaitAsync(Patience));
        Assert.Equal(
            "The lease [a] could not be acquired for [one] within 3 s, and it is unknown who holds it. "
            + $"{string.Join(" and ", client.Members.Where(member => member != members[0]))} do not answer. "
            + "1 of 3 members answers, 2 must.",
            unknown.Message);
        Assert.False(lease.CheckLease());
    }

    [Fact]
    public async Task A_group_that_does_not_start_is_unknown_after_the_time_of_one_operation()
    {
        var time = new FakeTimeProvider();
        var setup = new CoterieLeaseSetup(_ => new TaskCompletionSource<ICoterie>().Task) { Clock = time };
        var system = System($"{CoterieLease.ConfigPath}.lease-operation-timeout = 7s", setup);
        var acquiring = LeaseOf(system, "a", "one").Acquire();
        time.Advance(TimeSpan.FromSeconds(7) - TimeSpan.FromTicks(1));
        Assert.False(acquiring.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));
        var unknown = await Assert.ThrowsAsync<LeaseTimeoutException>(() => acquiring.WaitAsync(Patience));
        Assert.Equal(
            "The lease [a] could not be acquired for [one] within 7 s, and it is unknown who holds it. "
            + "The group has not started.",
            unknown.Message);
    }

    [Fact]
    public async Task A_start_that_fails_is_tried_again()
    {
        var (starts, group) = (0, await GroupAsync());
        var setup = new CoterieLeaseSetup(_ => ++starts == 1
            ? throw new InvalidOperationException("no address")
            : Task.FromResult<ICoterie>(group));
        var lease = LeaseOf(System("", setup), "a", "one");
        var failure = await Assert.ThrowsAsync<LeaseException>(() => lease.Acquire().WaitAsync(Patience));
        Assert.Equal("The lease [a] could not be acquired for [one]: no address", failure.Message);
        Assert.True(await lease.Acquire().WaitAsync(Patience));
        Assert.Equal(2, starts);
    }

    [Fact]
    public async Task At_the_first_start_it_is_acquired_as_soon_as_members_vote()
    {
        var (time, members) = (new FakeTimeProvider(), FreePorts.TakeAddresses(1));
        var member = await NodeAsync(members, members[0], time, isNew: false);
        var system = SystemOf(member, TimeProvider.System, $"{CoterieLease.ConfigPath}.lease-operation-timeout = 60s");
        var lease = LeaseOf(system, "a", "one");
        var acquiring = lease.Acquire();
        while (!acquiring.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(0.5));
            await member.LookAsync(null, Patience).WaitAsync(Patience); // the member has taken what was due
        }
        Assert.True(await acquiring);
    }

    [Fact]
    public async Task To_release_ends_an_acquire_that_is_under_way()
    {
        var members = FreePorts.TakeAddresses(3);
        var (time, member) = (new FakeTimeProvider(), await NodeAsync(members, members[0])); // a majority is missing
        var system = SystemOf(member, time);
        var (one, two) = (LeaseOf(system, "a", "one"), LeaseOf(system, "a", "two"));
        var acquiring = one.Acquire();
        Assert.True(await one.Release().WaitAsync(Patience));
        var released = await Assert.ThrowsAsync<LeaseException>(() => acquiring.WaitAsync(Patience));
        Assert.Equal("The lease [a] was released while [one] acquired it.", released.Message);
        await NodeAsync(members, members[1]);
        Assert.True(await AcquireAsync(two));
        Assert.False(one.CheckLease());
    }

    [Fact]
    public async Task Acquired_and_released_at_the_same_time_it_is_held_or_free_but_never_kept()
    {
        var system = SystemOf(await GroupAsync());
        for (var i = 0; i < 300; i++)
        {
            var (one, two) = (LeaseOf(system, $"{i}", "one"), LeaseOf(system, $"{i}", "two"));
            var acquiring = one.Acquire();
            for (var spin = 0; spin < i % 30; spin++)
                await Task.Yield();
            await one.Release();
            Assert.False(one.CheckLease());
            var isAgain = i % 2 == 0 && await one.Acquire().WaitAsync(Patience);
            Assert.Equal(i % 2 == 0, isAgain);
            Assert.Equal(!isAgain, await two.Acquire().WaitAsync(Patience));
            await acquiring.ContinueWith(_ => { }, TaskScheduler.Default); // true, or it was released
            Assert.Equal(isAgain, one.CheckLease());
            await one.Release();
        }
    }

    // A member that has just been started may answer late.
    private static async Task<bool> AcquireAsync(Lease lease)
    {
        while (true)
        {
            try
            {
                return await lease.Acquire().WaitAsync(Patience);
            }
            catch (LeaseTimeoutException)
            {
            }
        }
    }
}
