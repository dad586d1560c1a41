using Coterie.Lab.Memory.Linearizability;
using FsCheck;
using FsCheck.Fluent;

namespace Coterie.Tests.Memory.Linearizability;

/// <summary>The checker on many histories.</summary>
public sealed class RandomHistoryTests
{
    [Fact]
    public void What_is_linearizable_by_construction_is_found_to_be()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var history = RandomHistory.Linearizable(seed, processes: 2 + (seed % 7), operations: 300, unknown: 0.02);
            var verdict = LinearizabilityJudge.Check(history);
            Assert.True(verdict is Verdict.Linearizable, $"seed {seed}: {verdict}");
        }
    }

    [Fact]
    public void One_stale_read_in_a_long_history_is_found()
    {
        var stale = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var history = RandomHistory.Linearizable(seed, processes: 2 + (seed % 7), operations: 100, unknown: 0);
            if (WithStaleRead(history, new Random(seed)) is not { } spoilt)
                continue;
            stale++;
            var verdict = LinearizabilityJudge.Check(spoilt);
            Assert.True(verdict is Verdict.Violated, $"seed {seed}: {verdict}");
        }
        Assert.InRange(stale, 50, 60);
    }

    [Fact]
    public void Long_histories_of_many_clients_are_judged_in_steps_that_grow_with_their_length_only() =>
        Assert.IsType<Verdict.Linearizable>(LinearizabilityJudge.Check(
            RandomHistory.Linearizable(seed: 1, processes: 12, operations: 20_000, unknown: 0), mostConfigurations: 200_000));

    [Fact]
    public void The_checker_agrees_with_trying_all_orders_of_small_histories()
    {
        var operation = from function in Gen.Elements(Function.Read, Function.Write, Function.Cas, Function.Add)
                        from value in Gen.Choose(0, 2)
                        from expected in Gen.Choose(0, 2)
                        from called in Gen.Choose(1, 8)
                        from length in Gen.Choose(1, 4)
                        from known in Gen.Choose(0, 3)
                        where known > 0 || function != Function.Read
                        select new Operation(0, function, value, expected, called, known > 0 ? called + length : null);
        var (good, bad) = (0, 0);
        Prop.ForAll(operation.ListOf().Where(list => list.Count is > 1 and < 5).Select(Distinct).ToArbitrary(), operations =>
        {
            var expected = AllOrders.AnyExplains(operations);
            _ = expected ? good++ : bad++;
            return new Search(operations).Run(0, int.MaxValue, CancellationToken.None) == expected;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        Assert.True(good > 100 && bad > 100, $"both must occur: {good} good, {bad} bad");
    }

    // Calls and returns at places of their own, calls first where they fell together.
    private static List<Operation> Distinct(IList<Operation> operations) =>
    [
        .. operations
            .Select((o, i) => o with { Process = i, Called = (o.Called * 20) + i, Returned = (o.Returned * 20) + 10 + i })
            .OrderBy(o => o.Called),
    ];

    /// <summary>Lets one read find a value that had been overwritten before it was called.</summary>
    private static History? WithStaleRead(History history, Random random)
    {
        var operations = history.Operations()["x"].Where(o => o.Returned is not null).ToList();
        var writes = operations.Where(o => o.Function == Function.Write).ToList();
        var candidates = from read in operations
                         where read.Function == Function.Read
                         let over = writes.LastOrDefault(w => w.Returned < read.Called)
                         where over is not null
                         let old = writes.LastOrDefault(w => w.Returned < over.Called)
                         where old is not null
                         select (read, old.Value);
        var all = candidates.ToList();
        if (all.Count == 0)
            return null;
        var (stale, value) = all[random.Next(all.Count)];
        return History.Of(history.Events.Select((e, i) => i + 1 == stale.Returned ? e with { Value = value } : e));
    }
}
