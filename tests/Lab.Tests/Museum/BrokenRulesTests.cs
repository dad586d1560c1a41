using Coterie.Lab.Catalogue;
using Coterie.Lab.Museum;
using Coterie.Lab.Mutex.Museum;
using Coterie.Lab.Runs;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Tests.Mutex;

namespace Coterie.Tests.Museum;

/// <summary>Every broken rule of mutual exclusion is seen by the judge of runs, which knows nothing of the rules.</summary>
public sealed class BrokenRulesTests
{
    private const int MostSeeds = 300;

    public static TheoryData<string> Names =>
    [
        .. MutexExhibit.All
            .Where(exhibit => exhibit.Protocol.Name != MutexAlgorithms.RicartAgrawala.Name && !exhibit.Protocol.NeedsVirtualTime)
            .Select(exhibit => exhibit.Name),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_judge_catches(string bug)
    {
        var exhibit = ProtocolCatalogue.FindExhibit(bug)!;
        var caught = Enumerable.Range(0, MostSeeds).Any(
            seed => Play(seed, exhibit).Violations.Any(violation => violation.Property == exhibit.Breaks));
        Assert.True(caught, $"none of {MostSeeds} runs of {bug} broke {exhibit.Breaks}");
    }

    [Fact]
    public void Every_protocol_has_a_broken_variant() => Assert.Equal(
        ProtocolCatalogue.Protocols.Select(protocol => protocol.Name).Order(),
        ProtocolCatalogue.Exhibits.Select(exhibit => exhibit.Protocol.Name).Distinct().Order());

    private static RunSummary Play(int seed, Exhibit exhibit) => RandomRun.Play(
        seed,
        4,
        4,
        new Faults(Reorder: !exhibit.Protocol.Needs.InOrder, Withdraw: exhibit.Needs.HasFlag(Circumstances.Withdraw) ? 0.05 : 0),
        exhibit.Protocol);
}
