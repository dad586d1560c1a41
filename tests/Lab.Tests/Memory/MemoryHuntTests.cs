using Coterie.Lab.Catalogue;
using Coterie.Lab.Hunting;
using Coterie.Lab.Memory;

namespace Coterie.Tests.Memory;

/// <summary>A hunt catches every broken rule of the lock, and finds nothing wrong with the whole one.</summary>
public sealed class MemoryHuntTests
{
    public static TheoryData<string> Bugs => new(
        ProtocolCatalogue.Exhibits.Where(exhibit => exhibit.Protocol.Name == MemoryLab.Name).Select(exhibit => exhibit.Name));

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_broken_rule_is_caught(string bug)
    {
        var exhibit = ProtocolCatalogue.FindExhibit(bug)!;
        var quarry = new Hunter(exhibit.Protocol).Run(1, 200);
        Assert.NotNull(quarry);
        Assert.True(quarry.Story.Violation.Property.Gravity <= exhibit.Breaks.Gravity, quarry.Story.Violation.Text);
        Assert.NotEmpty(quarry.Story.Happenings);
    }

    [Fact]
    public void Nothing_is_wrong_with_the_whole_rules() =>
        Assert.Null(new Hunter(MemoryLab.Memory).Run(1, 5_000)?.Story.Violation.Text);
}
