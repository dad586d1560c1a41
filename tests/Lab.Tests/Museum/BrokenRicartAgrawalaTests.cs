using Coterie.Lab.Catalogue;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Tests.Mutex;

namespace Coterie.Tests.Museum;

/// <summary>Random runs of the broken Ricart-Agrawala: the judge sees each bug, whatever else goes wrong.</summary>
public sealed class BrokenRicartAgrawalaTests
{
    private const int MostSeeds = 200;

    [Theory]
    [InlineData("no-tie-break", nameof(MutexProperties.Exclusion))]
    [InlineData("reply-while-inside", nameof(MutexProperties.Exclusion))]
    [InlineData("clock-not-advanced", nameof(MutexProperties.Order), nameof(MutexProperties.Exclusion))]
    [InlineData("stale-reply-counted", nameof(MutexProperties.Consent))]
    [InlineData("early-entry", nameof(MutexProperties.Exclusion), nameof(MutexProperties.Consent))]
    [InlineData("order-reversed", nameof(MutexProperties.Order))]
    [InlineData("always-defer", nameof(MutexProperties.Progress))]
    public void The_judge_sees(string bug, params string[] violated)
    {
        var faults = bug == "stale-reply-counted" ? Faults.All : new Faults();
        var found = Enumerable.Range(0, MostSeeds)
            .Select(seed => RandomRun.Play(seed, 3, 4, faults, Broken(bug)))
            .FirstOrDefault(summary => violated.All(property => summary.Violations.Any(v => v.Property.Name == property)));
        Assert.True(found is not null, $"none of {MostSeeds} runs of {bug} violated {string.Join(", ", violated)}");
    }

    [Fact]
    public void A_stale_reply_counted_lets_a_process_in_before_one_that_goes_first()
    {
        var group = new Group(2, Broken("stale-reply-counted"));
        group.Enter(2);
        group.Deliver(2, 1);
        group.Withdraw(2);                      // 1 -> 2  Reply 1.2 is on its way
        group.Enter(1);                         // 2.1
        group.Enter(2);                         // 2.2 goes after it
        group.Deliver(1, 2);                    // 1 -> 2  Reply 1.2, stale
        Assert.Equal([2], group.Inside);
        var summary = group.Judge.Finish(null);
        Assert.Contains(summary.Violations, v => v.Property == MutexProperties.Consent);
        Assert.Contains(summary.Violations, v => v.Property == MutexProperties.Order);
    }

    private static Protocol Broken(string bug) => ProtocolCatalogue.FindExhibit(bug)!.Protocol;
}
