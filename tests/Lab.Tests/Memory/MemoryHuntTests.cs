using Coterie.Lab.Hunting;
using Coterie.Lab.Memory;

namespace Coterie.Tests.Memory;

/// <summary>A hunt finds nothing wrong with the whole rules of the lock. Its broken rules are hunted with all others.</summary>
public sealed class MemoryHuntTests
{
    [Fact]
    public void Nothing_is_wrong_with_the_whole_rules() =>
        Assert.Null(new Hunter(MemoryLab.Memory).Run(1, 5_000)?.Story.Violation.Text);
}
