using Coterie.Lab.Catalogue;
using Coterie.Lab.Hunting;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using static Coterie.Protocols.Quorum.QuorumProtocol;

namespace Coterie.Tests.Hunting;

/// <summary>
/// Hunts in protocols with leases: their stories leave out the beats that say nothing new, and still show what is wrong.
/// </summary>
public sealed class LeaseHuntTests
{
    /// <summary>
    /// Exhibits, a seed near one that finds each, and the most events that may be left: whoever enters with one voter takes five
    /// (beat, answer, request, vote, entry), besides its beginning.
    /// </summary>
    public static TheoryData<string, long, int> Hunted => new()
    {
        { "overwrites-live-vote", 1, 12 },
        { "ends-session-early", 17, 16 },
        { "keeps-floor-of-ended-session", 1, 14 },
        { "reserves-nothing", 3, 16 },
        { "yields-inside", 4, 14 },
        { "forgets-without-waiting", 3645, 18 },
        { "recovers-from-too-few", 371, 28 },
        { "reads-without-storing", 18, 12 },
        { "repeats-unknown", 4, 22 },
        { "stores-late", 219, 16 },
        { "reader-past-waiting-writer", 1, 12 },
        { "takes-back-yielded-vote", 13, 14 },
    };

    // A hunt finds each of these within the usual seeds, too, but it takes 7 to 50 s of a processor.
    private static readonly string[] NotHunted =
    [
        "cache-that-outlives-its-votes",
        "counts-after-late-heard",
        "counts-raised-of-lapsed",
        "counts-stored-of-lapsed",
        "counts-votes-not-voters",
        "enters-on-uneven-floors",
        "forgets-lost-change",
        "reads-before-majority",
        "recovers-without-values",
        "release-of-any-request",
        "stores-from-anybody",
        "watches-one-voter",
    ];

    [Theory]
    [MemberData(nameof(Hunted))]
    public void It_finds_a_bug_of_leases_and_leaves_few_events_that_show_it(string name, long firstSeed, int events)
    {
        var exhibit = ProtocolCatalogue.FindExhibit(name)!;
        var quarry = new Hunter(exhibit.Protocol).Run(firstSeed, 60);
        Assert.NotNull(quarry);
        Assert.True(quarry.Story.Violation.Property.Gravity <= exhibit.Breaks.Gravity, quarry.Story.Violation.Text);
        Assert.True(quarry.Story.Happenings.Count <= events, $"{quarry.Story.Happenings.Count} events");
        QuarryCheck.AssertTrue(quarry);
    }

    [Fact]
    public void Every_exhibit_with_leases_is_hunted() => Assert.Equal(
        ProtocolCatalogue.Exhibits.Where(exhibit => exhibit.Protocol.ChooseLease is not null).Select(exhibit => exhibit.Name)
            .Except(NotHunted).Order(),
        Hunted.Select(row => (string)row[0]).Order());

    [Theory]
    [InlineData("quorum")]
    [InlineData("variables")]
    public void It_finds_nothing_in_a_protocol_with_leases_if_no_rule_is_broken(string protocol)
    {
        var quarry = new Hunter(ProtocolCatalogue.Find(protocol)!).Run(1, 150);
        Assert.True(quarry is null, $"seed {quarry?.Seed}: {quarry?.Story.Violation}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_arrives_in_a_cut_story_that_was_not_sent_in_it(bool prunes)
    {
        var stories = Stories("ends-session-early", 1, 60, prunes);
        Assert.Contains(stories, story => story.LeftOut > 0);
        foreach (var story in stories)
        {
            var sent = new HashSet<(ProcessId From, ProcessId To, IMessage Message)>();
            foreach (var step in StepsOf(story))
            {
                if (step.Input.Message is { } message)
                    Assert.Contains((step.Input.From, step.Process, message), sent);
                foreach (var effect in step.Effects)
                {
                    if (effect.Message is { } sending)
                        sent.Add((step.Process, effect.To, sending));
                }
            }
        }
    }

    [Theory]
    [InlineData("overwrites-live-vote", 1)]
    [InlineData("enters-on-uneven-floors", 874)]
    public void What_the_machines_do_not_need_is_left_out(string bug, long seed)
    {
        var (all, fewer) = (Stories(bug, seed, 10, prunes: false), Stories(bug, seed, 10, prunes: true));
        Assert.NotEmpty(all);
        Assert.True(4 * Events(fewer) < 3 * Events(all), $"{Events(all)} events, then {Events(fewer)}");

        static int Events(IReadOnlyList<Story> stories) => stories.Sum(story => story.Happenings.Count);
    }

    [Theory]
    [InlineData("overwrites-live-vote", 1)]
    [InlineData("enters-on-uneven-floors", 874)]
    public void Whoever_grants_a_request_has_received_it_and_whoever_enters_has_received_grants(string bug, long seed)
    {
        foreach (var story in Stories(bug, seed, 10, prunes: true))
        {
            var received = new HashSet<(ProcessId By, string Kind, Timestamp? About)>();
            foreach (var step in StepsOf(story))
            {
                if (step.Input.Message is { } message)
                    received.Add((step.Process, message.Kind, message.About(step.Input.From, step.Process)));
                foreach (var effect in step.Effects)
                {
                    if (effect.Message is Grant grant)
                        Assert.Contains((step.Process, "request", grant.About(step.Process, effect.To)), received);
                    if (effect.Output?.Deed == Deed.Entered)
                        Assert.Contains(received, one => one.By == step.Process && one.Kind == "grant");
                }
            }
        }
    }

    private static List<Story> Stories(string bug, long firstSeed, int seeds, bool prunes)
    {
        var protocol = ProtocolCatalogue.FindExhibit(bug)!.Protocol;
        return Enumerable.Range(0, seeds)
            .Select(number => Shrinking.Short(HuntingGround.Of(protocol, firstSeed + number), 0))
            .Select(settings => Trial.Of(settings, prunes))
            .OfType<Story>().ToList();
    }

    private static IEnumerable<RecordedStep> StepsOf(Story story) =>
        story.Happenings.Select(happening => happening.Step).OfType<RecordedStep>();
}
