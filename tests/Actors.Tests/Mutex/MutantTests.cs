using Coterie.Checking;
using Coterie.Mutex;

namespace Coterie.Tests.Mutex;

/// <summary>Every broken rule is seen by the checker, which knows nothing of the rules.</summary>
public sealed class MutantTests
{
    private const int MostSeeds = 200;

    public static TheoryData<string, Property[]> All => new()
    {
        { "no-tie-break", [Property.Exclusion] },
        { "reply-while-inside", [Property.Exclusion] },
        { "clock-not-advanced", [Property.Order, Property.Exclusion] },
        { "stale-reply-counted", [Property.Consent] },
        { "order-reversed", [Property.Order] },
        { "always-defer", [Property.Progress] },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void The_checker_catches(string mutant, Property[] violated)
    {
        var faults = mutant == "stale-reply-counted" ? Faults.All : new Faults();
        var found = Enumerable.Range(0, MostSeeds)
            .Select(seed => RandomRun.Play(seed, 3, 4, faults, Algorithm(mutant)))
            .FirstOrDefault(summary => violated.All(property => summary.Violations.Any(v => v.Property == property)));
        Assert.True(found is not null, $"none of {MostSeeds} runs of {mutant} violated {string.Join(", ", violated)}");
    }

    [Fact]
    public void A_stale_reply_counted_lets_a_process_in_before_one_that_goes_first()
    {
        var group = new Group(2, Algorithm("stale-reply-counted"));
        group.Enter(2);
        group.Deliver(2, 1);
        group.Withdraw(2);                      // 1 -> 2  Reply 1.2 is on its way
        group.Enter(1);                         // 2.1
        group.Enter(2);                         // 2.2 goes after it
        group.Deliver(1, 2);                    // 1 -> 2  Reply 1.2, stale
        Assert.Equal([2], group.Inside);
        var summary = group.Checker.Finish(null);
        Assert.Contains(summary.Violations, v => v.Property == Property.Consent);
        Assert.Contains(summary.Violations, v => v.Property == Property.Order);
    }

    private static MutexAlgorithm Algorithm(string mutant) => Museum.Find(mutant)!.Algorithm;
}
