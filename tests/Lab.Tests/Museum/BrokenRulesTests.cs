using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;
using Coterie.Lab.Museum;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Tests.Mutex;

namespace Coterie.Tests.Museum;

/// <summary>Every broken rule is seen by the checker of runs, which knows nothing of the rules.</summary>
public sealed class BrokenRulesTests
{
    private const int MostSeeds = 300;

    /// <summary>Those of the algorithms that have no test of their own.</summary>
    public static TheoryData<string> Names =>
    [
        .. from exhibit in ProtocolCatalogue.Exhibits
           let algorithm = exhibit.Protocol.Name
           where algorithm != MutexAlgorithms.RicartAgrawala.Name && MutexAlgorithms.Find(algorithm) is not null
           select exhibit.Name,
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_checker_catches(string bug)
    {
        var exhibit = ProtocolCatalogue.FindExhibit(bug)!;
        var caught = Enumerable.Range(0, MostSeeds)
            .Any(seed => Play(seed, exhibit).Violations.Any(violation => violation.Property == exhibit.Breaks));
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
