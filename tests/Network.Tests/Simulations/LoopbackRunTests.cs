using System.Text.RegularExpressions;
using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Simulations;

/// <summary>Runs on several addresses of this machine.</summary>
public sealed partial class LoopbackRunTests
{
    private static readonly string[] Busy = ["6", "3", "--think", "10ms..50ms", "--hold", "5ms..10ms"];
    private static readonly string[] Endless = ["6", "3600", "--think", "10ms..50ms", "--hold", "5ms..10ms"];

    [LinuxFact]
    public async Task The_processes_of_three_nodes_exclude_one_another_and_each_node_has_its_own_lines()
    {
        using var run = await DistributedRun.BeginAsync(Places(3), Busy);
        var nodes = await run.EndAsync();
        Runs.AssertEndedWith(0, nodes);
        Runs.AssertGood(nodes[0].Output);
        for (var node = 0; node < 3; node++)
        {
            var processes = EventOf().Matches(nodes[node].Output).Select(match => match.Groups[1].Value).ToHashSet();
            Assert.Equal([$"{(2 * node) + 1}", $"{(2 * node) + 2}"], processes.Order());
        }
    }

    [LinuxFact]
    public async Task A_node_that_is_killed_is_named_and_the_run_ends_with_a_verdict()
    {
        using var run = await DistributedRun.BeginAsync(Places(3), Endless);
        await run[2].ReadToAsync("is in the critical section");
        await run[2].SignalAsync("KILL");
        await run[1].ReadLineAsync("is lost, and processes 3 and 4 with it");
        var nodes = await run.EndAsync(1, 3);
        Runs.AssertIncomplete(nodes[0], "Processes 3 and 4");
        nodes[1].AssertEndedWith(3);
        Assert.Contains("Processes 3 and 4, which were lost", nodes[1].Output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_node_that_stands_still_is_lost_too_and_finds_the_run_over_when_it_goes_on()
    {
        using var run = await DistributedRun.BeginAsync(Places(3), Endless);
        await run[3].ReadToAsync("is in the critical section");
        await run[3].SignalAsync("STOP");
        Runs.AssertIncomplete((await run.EndAsync(1))[0], "Processes 5 and 6");
        await run[3].SignalAsync("CONT");
        var nodes = await run.EndAsync(2, 3);
        Runs.AssertEndedWith(3, nodes);
    }

    [LinuxFact]
    public async Task The_end_of_the_first_node_ends_the_others()
    {
        using var run = await DistributedRun.BeginAsync(Places(2), Endless);
        await run[1].ReadToAsync("is in the critical section");
        await run[1].SignalAsync("KILL");
        Runs.AssertEndedWith(3, await run.EndAsync(2));
    }

    [LinuxFact]
    public async Task One_interrupt_on_any_node_ends_the_run_in_good_order()
    {
        using var run = await DistributedRun.BeginAsync(Places(2), Endless);
        await run[2].ReadToAsync("released the critical section");
        await run[2].SignalAsync("INT");
        var nodes = await run.EndAsync();
        Runs.AssertEndedWith(0, nodes);
        Runs.AssertGood(nodes[0].Output);
    }

    private static List<Place> Places(int count) => [.. Enumerable.Range(0, count).Select(_ => Loopback.NextPlace())];

    [GeneratedRegex(@"^ *\d+\.\d{3}  Process (\d+) ", RegexOptions.Multiline)]
    private static partial Regex EventOf();
}
