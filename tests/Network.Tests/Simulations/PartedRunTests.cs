using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Simulations;

/// <summary>Runs on machines of their own, whose network fails.</summary>
public sealed class PartedRunTests
{
    private static readonly string[] Endless = ["6", "3600", "--think", "10ms..50ms", "--hold", "5ms..10ms"];

    [NamespaceFact]
    public async Task If_a_fifth_of_all_packets_is_lost_the_run_is_still_good()
    {
        await using var machines = await Machines.CreateAsync(3);
        await machines.LoseAsync(20);
        using var run = await DistributedRun.BeginAsync(
            [machines[0].Place, machines[1].Place, machines[2].Place], "6", "5", "--think", "10ms..50ms", "--hold", "5ms..10ms");
        var nodes = await run.EndAsync();
        Runs.AssertEndedWith(0, nodes);
        Runs.AssertGood(nodes[0].Output);
    }

    [NamespaceFact]
    public Task A_node_that_is_cut_off_is_lost_to_the_others_and_they_to_it() => LoseNodeAsync(
        (machines, lost) => lost.LinkAsync(up: false));

    [NamespaceFact]
    public Task A_node_that_is_heard_no_more_but_hears_is_lost_too() => LoseNodeAsync(
        (machines, lost) => machines[0].DropFromAsync(lost));

    [NamespaceFact]
    public Task A_node_that_hears_no_more_but_is_heard_is_lost_too() => LoseNodeAsync(
        (machines, lost) => lost.DropFromAsync(machines[0]));

    [NamespaceFact]
    public async Task A_link_that_is_down_for_a_moment_costs_nothing_but_time()
    {
        await using var machines = await Machines.CreateAsync(2);
        using var run = await DistributedRun.BeginAsync([machines[0].Place, machines[1].Place], Endless);
        await run[2].ReadToAsync("is in the critical section");
        await machines[1].LinkAsync(up: false);
        await machines[1].LinkAsync(up: true);
        await run[2].ReadToAsync("is in the critical section");
        await run[1].SignalAsync("INT");
        var nodes = await run.EndAsync();
        Runs.AssertEndedWith(0, nodes);
        Runs.AssertGood(nodes[0].Output);
    }

    private static async Task LoseNodeAsync(Func<Machines, Machine, Task> fault)
    {
        await using var machines = await Machines.CreateAsync(2);
        using var run = await DistributedRun.BeginAsync([machines[0].Place, machines[1].Place], Endless);
        await run[2].ReadToAsync("is in the critical section");
        await fault(machines, machines[1]);
        var nodes = await run.EndAsync();
        Runs.AssertIncomplete(nodes[0], "Processes 4 to 6");
        nodes[1].AssertEndedWith(3);
    }
}
