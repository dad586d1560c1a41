using Coterie.Lab.Comparing;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Comparing;

/// <summary>Runs cost what theory says.</summary>
public sealed class TheoryTests
{
    public static TheoryData<int> Sizes => [5, 10, 16, 31];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_algorithm_costs_what_theory_says_or_departs_from_it_for_a_known_reason(int processes)
    {
        var comparison = Comparison.Run(new ComparisonSettings(Contender.All, [processes], Load.Named, 7));
        Assert.Equal(Contender.All.Count * 2, comparison.Measurements.Count);
        Assert.All(comparison.Measurements, measured => Assert.True(measured.IsGood, Text(measured)));
        Assert.All(
            comparison.Measurements.Where(measured => measured.Load == Load.High),
            measured => Assert.Equal(1, measured.Fairness, 2));
    }

    /// <summary>From a published simulation with a constant delay of 1 and a time inside of 0.1.</summary>
    [Theory]
    [InlineData("ricart-agrawala", 10, "low", 18.0)]
    [InlineData("lamport", 10, "low", 27.0)]
    [InlineData("suzuki-kasami", 10, "low", 8.99)]
    [InlineData("suzuki-kasami", 10, "high", 9.99)]
    [InlineData("carvalho-roucairol", 10, "low", 9.0)]
    [InlineData("carvalho-roucairol", 10, "high", 17.98)]
    [InlineData("naimi-trehel", 5, "low", 2.079)]
    [InlineData("naimi-trehel", 10, "low", 2.825)]
    [InlineData("naimi-trehel", 16, "low", 3.310)]
    [InlineData("naimi-trehel", 31, "low", 3.992)]
    public void Messages_per_entry_are_those_of_an_independent_simulation(
        string algorithm, int processes, string load, double messages)
    {
        var measured = Run(algorithm, processes, Load.Named.Single(named => named.Name == load));
        Assert.InRange(measured.Messages, messages * 0.97, messages * 1.03);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(31)]
    public void The_lock_by_votes_costs_the_same_with_any_number_of_clients_if_all_want_in(int processes)
    {
        var measured = Run("quorum", processes, Load.High);
        Assert.InRange(measured.Messages, 15, 15.4);
        Assert.DoesNotContain(measured.ByKind, kind => kind.Name is "beat" or "heard");
    }

    [Theory]
    [InlineData("chain", 20.645)] // 2(N²-1)/(3N)
    [InlineData("star root 5", 3.746)] // 4(N-1)²/N²
    [InlineData("tree", 9.590)]
    public void Raymond_costs_on_every_tree_what_theory_says(string text, double low)
    {
        var comparison = Comparison.Run(
            new ComparisonSettings([Contender.RaymondOn(Tree.TryParse(text)!)], [31], Load.Named, 7));
        Assert.All(comparison.Measurements, measured => Assert.True(measured.IsGood, Text(measured)));
        Assert.Equal(low, comparison.Measurements[0].Judged[0].Theory.Most, 3);
    }

    [Fact]
    public void Saturated_throughput_equals_the_throughput_of_an_independent_simulation() =>
        Assert.Equal(0.909, Run("ricart-agrawala", 10, Load.High).Throughput, 3);

    [Fact]
    public void Below_saturation_all_that_is_offered_is_served() =>
        Assert.InRange(Run("ricart-agrawala", 10, new Load("", 0.1)).Throughput, 0.09, 0.105);

    [Fact]
    public void The_same_seed_gives_the_same_figures_and_another_one_others()
    {
        var (one, same, other) = (Run("maekawa", 5, Load.Low), Run("maekawa", 5, Load.Low), Run("maekawa", 5, Load.Low, seed: 2));
        Assert.Equal(
            (one.Entries, one.Messages, one.Response, one.Fairness), (same.Entries, same.Messages, same.Response, same.Fairness));
        Assert.NotEqual((one.Entries, one.Messages, one.Fairness), (other.Entries, other.Messages, other.Fairness));
    }

    [Fact]
    public void A_broken_algorithm_has_its_violations_beside_its_figures() =>
        Assert.False(
            Workload.Run(
                Contender.Of(MutexAlgorithms.Central with { Bug = "lets all in", Make = (self, n, _) => new LetsAllIn(self, n) }),
                5,
                Load.High,
                1).IsGood);

    private sealed class LetsAllIn(ProcessId self, int processes) : Central(self, processes)
    {
        protected override bool MayGrant => true;
    }

    private static Measurement Run(string algorithm, int processes, Load load, long seed = 1) =>
        Workload.Run(Contender.Find(algorithm)!, processes, load, seed);

    private static string Text(Measurement measured) =>
        $"{measured.Algorithm}, {measured.Processes}, {measured.Load.Name}: {string.Join("; ", measured.Judged)}; "
        + $"{string.Join("; ", measured.Violations)}";
}
