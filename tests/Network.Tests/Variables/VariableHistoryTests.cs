using System.Diagnostics;
using System.Globalization;
using Coterie.Lab.Memory.Linearizability;
using Coterie.Network.Tests.Networks;
using Xunit.Abstractions;

namespace Coterie.Network.Tests.Variables;

/// <summary>
/// What many concurrent clients see of replicated variables is linearizable, whatever happens to members and network; and wrong
/// memories are found.
/// </summary>
public sealed class VariableHistoryTests(ITestOutputHelper output)
{
    [NamespaceFact]
    public async Task Three_members_with_memory_any_number_of_which_crash()
    {
        await using var group = await VariableGroup.StartAsync(3, isDurable: true);
        await JudgeAsync(group, "short", async faults =>
        {
            await group.GoOnAsync();
            await faults.AllAsync();
            await group.GoOnAsync();
        });
    }

    [LongHistoryTheory]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public async Task Members_for_a_long_time(int voters, bool isDurable)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{voters}-{(isDurable ? "durable" : "forgetful")}");
        await using var group = await VariableGroup.StartAsync(
            voters, isDurable, LongHistory.Operations!.Value / VariableGroup.Clients);
        await JudgeAsync(group, name, async faults =>
        {
            while (!group.Ended.IsCompleted)
                await faults.AllAsync();
        });
    }

    [NamespaceFact]
    public async Task Reads_of_old_values_are_found()
    {
        await using var group = await VariableGroup.StartAsync(3, isDurable: false, operations: 50, isStale: true);
        await group.Ended;
        var recording = await group.EndAsync();
        LongHistory.Write("stale", recording.Lines);
        Assert.IsType<Verdict.Violated>(recording.Judge());
    }

    [NamespaceFact]
    public async Task Members_that_forget_and_vote_at_once_are_found()
    {
        await using var group = await VariableGroup.StartAsync(3, isDurable: false);
        await group.GoOnAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(group.Members.KillAsync));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(group.Members.RestartAsNewAsync));
        await group.GoOnAsync();
        var recording = await group.EndAsync(isWatched: false);
        LongHistory.Write("wrong", recording.Lines);
        // The judge may miss it: if each variable was written before it was read again, nobody noticed, but for the versions.
        output.WriteLine($"{recording.Outcomes}: {recording.Judge()}");
        Assert.NotEmpty(recording.Contradictions());
    }

    private async Task JudgeAsync(VariableGroup group, string name, Func<MemberFaults, Task> run)
    {
        var seed = Environment.TickCount;
        var faults = new MemberFaults(group, new Random(seed));
        var clock = Stopwatch.StartNew();
        try
        {
            await run(faults);
            var recording = await group.EndAsync();
            LongHistory.Write(name, recording.Lines);
            output.WriteLine($"{recording.Outcomes}, within {clock.Elapsed}");
            clock.Restart();
            var verdict = recording.Judge();
            Assert.True(verdict is Verdict.Linearizable, $"{verdict}");
            output.WriteLine($"judged in {clock.Elapsed}");
            Assert.Empty(recording.Contradictions());
        }
        catch
        {
            output.WriteLine(group.Members.WhatTheySay());
            throw;
        }
        finally
        {
            output.WriteLine($"seed {seed}, {faults.Done.Count} faults: {string.Join("; ", faults.Done)}");
        }
    }
}
