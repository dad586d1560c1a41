using Coterie.Lab.Catalogue;
using Coterie.Lab.Hunting;
using Coterie.Lab.Museum;
using Coterie.Lab.Quorum;
using Coterie.Lab.Quorum.Museum;
using Coterie.Tests.Virtual;

namespace Coterie.Tests.Quorum;

/// <summary>
/// Small runs in which leases run out: messages are lost and doubled, processes crash and come back without memory, pause for
/// longer than a lease, and are cut off. The environment variable TESTS_SEEDED_RUNS changes their number, TESTS_FIRST_SEED the
/// first seed.
/// </summary>
public sealed class QuorumHuntTests
{
    private const int MostSeeds = 4_000;

    private static readonly int Schedules = SeededRunTests.Number("TESTS_SEEDED_RUNS", 10_000);
    private static readonly int FirstSeed = SeededRunTests.Number("TESTS_FIRST_SEED", 1);

    /// <summary>All exhibits except those that need a crash at the right moment: the explorer catches them.</summary>
    public static TheoryData<string> Exhibits => new(
        QuorumExhibit.All.Where(exhibit => exhibit.Needs != Circumstances.Restart).Select(exhibit => exhibit.Name));

    [Fact]
    public void Nothing_goes_wrong_in_ten_thousand_schedules()
    {
        foreach (var seed in Enumerable.Range(FirstSeed, Schedules))
        {
            var story = Trial.Of(HuntingGround.Of(QuorumLab.Quorum, seed));
            Assert.True(story is null, $"seed {seed}: {story?.Violation}");
        }
    }

    [Theory]
    [MemberData(nameof(Exhibits))]
    public void A_broken_rule_shows_in_some_of_them(string name)
    {
        var exhibit = ProtocolCatalogue.FindExhibit(name)!;
        var isFound = Enumerable.Range(1, MostSeeds)
            .Select(seed => Trial.Of(HuntingGround.Of(exhibit.Protocol, seed)))
            .Any(story => story?.Violation.Property.Gravity <= exhibit.Breaks.Gravity);
        Assert.True(isFound, $"none of {MostSeeds} runs of {name} broke {exhibit.Breaks}");
    }
}
