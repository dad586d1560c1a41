using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Memory;

/// <summary>What happens to a lock whose holder is gone, and to later commands of such a holder.</summary>
public sealed class LockTests
{
    private const int Minute = 60_000;

    [LinuxFact]
    public async Task The_lock_of_a_holder_that_was_killed_is_released()
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        using var holder = await server.HoldAsync(Loopback.NextPlace(), "x", leaseMilliseconds: 60 * Minute);
        await WriteUnderLockAsync(holder, 1);
        using var next = server.StartCommand(Loopback.NextPlace(), "write", "x", "2");
        await holder.SignalAsync("KILL");
        await AssertWrittenAsync(next);
        Assert.Equal("2", await server.ReadAsync(Loopback.NextPlace()));
    }

    [LinuxFact]
    public async Task A_holder_that_leaves_in_good_order_releases_its_lock()
    {
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace());
        using var holder = await server.HoldAsync(Loopback.NextPlace(), "x", leaseMilliseconds: 60 * Minute);
        using var next = server.StartCommand(Loopback.NextPlace(), "write", "x", "2");
        holder.CloseInput();
        await AssertWrittenAsync(next);
    }

    [LinuxFact]
    public async Task A_holder_that_stood_still_beyond_its_lease_has_lost_the_lock_and_its_late_write_is_refused()
    {
        // However long the holder stands still, it must be its lease that ends, and not its connection.
        using var server = await MemoryServer.StartAsync(Loopback.NextPlace() with { Times = "patient.conf" });
        using var holder = await server.HoldAsync(
            Loopback.NextPlace() with { Times = "patient.conf" }, "x", leaseMilliseconds: 1000);
        await holder.SignalAsync("STOP");
        using var next = server.StartCommand(Loopback.NextPlace(), "write", "x", "2");
        await AssertWrittenAsync(next);
        await holder.SignalAsync("CONT");
        await holder.TypeAsync("write 1");
        await holder.ReadLineAsync("write Refused { Reason = the lock is not held");
        Assert.Equal("2", await server.ReadAsync(Loopback.NextPlace()));
    }

    [NamespaceFact]
    public Task The_lock_of_a_holder_that_is_cut_off_is_released_and_its_late_write_is_not_done() =>
        ReleaseAsync(machines => Machines.PartAsync(machines[0], machines[1]));

    [NamespaceFact]
    public Task The_lock_of_a_holder_that_is_heard_no_more_is_released() =>
        ReleaseAsync(machines => machines[0].DropFromAsync(machines[1]));

    [NamespaceFact]
    public Task The_lock_of_a_holder_that_hears_no_more_is_released() =>
        ReleaseAsync(machines => machines[1].DropFromAsync(machines[0]));

    [NamespaceFact]
    public async Task A_link_that_is_down_for_a_moment_costs_no_lock()
    {
        await using var machines = await Machines.CreateAsync(3);
        using var server = await MemoryServer.StartAsync(machines[0].Place);
        using var holder = await server.HoldAsync(machines[1].Place, "x", leaseMilliseconds: 60 * Minute);
        await machines[1].LinkAsync(up: false);
        await holder.TypeAsync("write 1");
        await machines[1].LinkAsync(up: true);
        await holder.ReadLineAsync("write Done");
        using var next = server.StartCommand(machines[2].Place, "write", "x", "2");
        await WriteUnderLockAsync(holder, 3);
        await holder.TypeAsync("release");
        await holder.ReadLineAsync("release Done");
        await AssertWrittenAsync(next);
        Assert.Equal("2", await server.ReadAsync(machines[2].Place));
    }

    private static async Task ReleaseAsync(Func<Machines, Task> fault)
    {
        await using var machines = await Machines.CreateAsync(3);
        using var server = await MemoryServer.StartAsync(machines[0].Place);
        using var holder = await server.HoldAsync(machines[1].Place, "x", leaseMilliseconds: 60 * Minute);
        await WriteUnderLockAsync(holder, 1);
        await fault(machines);
        using var next = server.StartCommand(machines[2].Place, "write", "x", "2");
        await AssertWrittenAsync(next);
        await machines.HealAsync();
        await holder.TypeAsync("write 3");
        Assert.DoesNotContain("Done", await holder.ReadLineAsync("write "), StringComparison.Ordinal);
        Assert.Equal("2", await server.ReadAsync(machines[2].Place));
    }

    private static async Task WriteUnderLockAsync(CoterieProcess holder, int value)
    {
        await holder.TypeAsync($"write {value}");
        await holder.ReadLineAsync("write Done");
    }

    private static async Task AssertWrittenAsync(CoterieProcess write) => (await write.EndAsync()).AssertEndedWith(0);
}
