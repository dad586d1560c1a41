using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Tests.Mutex;

/// <summary>The trees of Raymond's algorithm.</summary>
public sealed class TreeTests
{
    [Theory]
    [InlineData("tree", "0 1 1 2 2")]
    [InlineData("chain", "0 1 2 3 4")]
    [InlineData("star", "0 1 1 1 1")]
    [InlineData("chain root 3", "2 3 0 3 4")]
    [InlineData("star root 4", "4 1 1 0 1")]
    [InlineData("tree root 5", "2 5 1 2 0")]
    [InlineData("3-1,3-2,2-4,2-5", "0 3 1 2 2")]
    [InlineData("3-1,3-2,2-4,2-5 root 4", "3 4 2 0 2")]
    public void Each_process_has_its_parent_on_the_side_of_the_root(string text, string parents)
    {
        var tree = Tree.TryParse(text)!;
        Assert.Equal(text, tree.ToString());
        Assert.True(tree.Fits(5));
        var found = Enumerable.Range(1, 5).Select(id => tree.Parent(new ProcessId(id))?.Value ?? 0);
        Assert.Equal(parents, string.Join(' ', found));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ring")]
    [InlineData("chain root 0")]
    [InlineData("chain root x")]
    [InlineData("chain root 1 root 2")]
    [InlineData("1-2,2-3 root 4")]
    [InlineData("1-2,3-4")]
    [InlineData("1-2,2-3,3-1")]
    [InlineData("1-2,1-2")]
    [InlineData("1-1")]
    [InlineData("1-2,2-4")]
    [InlineData("1-3,1-4,3-4")]
    [InlineData("0-1")]
    [InlineData("1-2-3")]
    public void A_text_that_is_no_tree_is_none(string text) => Assert.Null(Tree.TryParse(text));

    [Fact]
    public void Neighbours_are_the_two_ends_of_an_edge()
    {
        var tree = Tree.TryParse("1-2,2-3 root 3")!;
        Assert.True(tree.AreNeighbours(new(1), new(2)) && tree.AreNeighbours(new(3), new(2)));
        Assert.False(tree.AreNeighbours(new(1), new(3)));
        Assert.False(tree.Fits(4) || tree.Fits(2));
    }

    [Fact]
    public void A_named_tree_fits_any_number_of_processes_that_includes_its_root()
    {
        var chain = Tree.Chain.RootedAt(new(3))!;
        Assert.True(chain.Fits(3) && chain.Fits(10_000));
        Assert.False(chain.Fits(2));
    }
}
