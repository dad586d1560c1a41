using System.Diagnostics;
using Coterie.Lab.Memory.Linearizability;
using Coterie.Network.Tests.Networks;
using Xunit.Abstractions;

namespace Coterie.Network.Tests.Variables;

/// <summary>What many concurrent clients see of replicated variables is linearizable, whatever happens to members and network.</summary>
public sealed class VariableHistoryTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [NamespaceFact]
    public Task Members_without_memory_that_crash_one_at_a_time() => JudgeAsync(isDurable: false);

    [NamespaceFact]
    public Task Members_with_memory_any_number_of_which_crash() => JudgeAsync(isDurable: true);

    [NamespaceFact]
    public async Task Reads_of_old_values_are_found()
    {
        await using var group = await VariableGroup.StartAsync(3, operations: 100, isStale: true);
        var recording = await group.EndAsync();
        Assert.IsType<Verdict.Violated>(LinearizabilityJudge.Check(recording.History, patience: Patience));
    }

    [NamespaceFact]
    public async Task Members_that_forget_and_vote_at_once_are_found()
    {
        await using var group = await VariableGroup.StartAsync(3);
        await group.AreUnderWayAsync();
        await Task.WhenAll(group.Members.KillAsync(0), group.Members.KillAsync(1), group.Members.KillAsync(2));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(group.Members.RestartAsNewAsync));
        await group.AreUnderWayAsync();
        var recording = await group.StopAsync();
        Assert.IsType<Verdict.Violated>(LinearizabilityJudge.Check(recording.History, patience: Patience));
        Assert.NotEmpty(recording.Forks);
    }

    private async Task JudgeAsync(bool isDurable)
    {
        var seed = Environment.TickCount;
        await using var group = await VariableGroup.StartAsync(3, isDurable);
        var faults = new MemberFaults(group, new Random(seed));
        Recording recording;
        try
        {
            await group.AreUnderWayAsync();
            await faults.AllAsync(isDurable ? faults.OfDurable : faults.OfForgetful);
            await group.AreUnderWayAsync();
            recording = await group.StopAsync();
        }
        finally
        {
            output.WriteLine($"seed {seed}: {string.Join("; ", faults.Done)}");
        }
        output.WriteLine(recording.Outcomes);
        var clock = Stopwatch.StartNew();
        var verdict = LinearizabilityJudge.Check(recording.History, patience: Patience);
        output.WriteLine($"judged in {clock.Elapsed}");
        Assert.True(verdict is Verdict.Linearizable, $"{verdict}, seed {seed}");
        Assert.Empty(recording.Forks);
    }
}
