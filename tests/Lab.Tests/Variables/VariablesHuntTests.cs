using Coterie.Lab.Catalogue;
using Coterie.Lab.Hunting;
using Coterie.Lab.Museum;
using Coterie.Lab.Quorum;
using Coterie.Lab.Variables;
using Coterie.Lab.Variables.Museum;
using Coterie.Tests.Virtual;

namespace Coterie.Tests.Variables;

/// <summary>
/// Small runs in which leases run out, as those of the quorum protocol. The environment variable TESTS_SEEDED_RUNS changes their
/// number, TESTS_FIRST_SEED the first seed.
/// </summary>
public sealed class VariablesHuntTests
{
    private const int MostSeeds = 4_000;

    private static readonly int Schedules = SeededRunTests.Number("TESTS_SEEDED_RUNS", 5_000);
    private static readonly int FirstSeed = SeededRunTests.Number("TESTS_FIRST_SEED", 1);

    /// <summary>All exhibits except those that only the explorer catches.</summary>
    public static TheoryData<string> Exhibits => new(
        VariablesExhibit.All.Where(exhibit => exhibit is { Needs: not Circumstances.Restart, IsRare: false })
            .Select(exhibit => exhibit.Name));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Nothing_goes_wrong_in_five_thousand_schedules(int readers) =>
        // Otherwise every second read keeps a copy.
        AssertGood(new QuorumWorkload(3, readers, 2) { KeepsCopies = readers > 0 }, Schedules);

    [Fact]
    public void Nothing_goes_wrong_in_a_thousand_schedules_if_a_client_watches() =>
        AssertGood(new QuorumWorkload(3, Readers: 2, Writers: 2) { Watchers = 1 }, Schedules / 5);

    [Fact]
    public void Nothing_goes_wrong_in_a_thousand_schedules_if_the_only_voter_forgets() =>
        AssertGood(new QuorumWorkload(1, Readers: 1, Writers: 1) { KeepsCopies = true }, Schedules / 5);

    [Theory]
    [MemberData(nameof(Exhibits))]
    public void A_broken_rule_shows_in_some_of_them(string name)
    {
        var exhibit = ProtocolCatalogue.FindExhibit(name)!;
        var isFound = Enumerable.Range(1, MostSeeds)
            .Select(seed => Trial.Of(HuntingGround.Of(exhibit.Protocol, seed)))
            .Any(story => story?.Violation.Property == exhibit.Breaks);
        Assert.True(isFound, $"none of {MostSeeds} runs of {name} broke {exhibit.Breaks}");
    }

    private static void AssertGood(QuorumWorkload workload, int schedules)
    {
        var protocol = VariablesLab.Of(workload);
        foreach (var seed in Enumerable.Range(FirstSeed, schedules))
        {
            var story = Trial.Of(HuntingGround.Of(protocol, seed));
            Assert.True(story is null, $"seed {seed}: {story?.Violation}");
        }
    }
}
