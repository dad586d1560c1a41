using Coterie.Actors.Configuration;
using Coterie.Lab.Mutex;
using Coterie.Tests.Support;

namespace Coterie.Tests.Mutex;

/// <summary>Files with trees: what is read, and that each error names its line.</summary>
public sealed class TopologyFileTests
{
    [Theory]
    [InlineData("1 2\n2 3\n", "1-2,2-3")]
    [InlineData("# a comment\n\n  2\t1 # and another one\r\nroot 2\r\n", "2-1 root 2")]
    [InlineData("3 4\n1 2\n4 1", "3-4,1-2,4-1")]
    public void A_line_is_an_edge_or_the_root(string text, string tree)
    {
        using var file = new TemporaryFile(text);
        Assert.Equal(tree, TopologyFile.Read(file.Path).ToString());
    }

    [Theory]
    [InlineData("", "{0}: The file must have an edge at least, such as 1 2.")]
    [InlineData("1 2\n2 1", "{0}, line 2, column 1: The edges must make no cycle, and 2 and 1 are connected by the lines before. "
        + "Leave this edge out.")]
    [InlineData("1 2\n2 3\n\n1 3", "{0}, line 4, column 1: The edges must make no cycle, and 1 and 3 are connected by the lines "
        + "before. Leave this edge out.")]
    [InlineData("1 2\n3 4", "{0}, line 2, column 1: The edges must connect all processes, and none leads from 1 to 4.")]
    [InlineData("1 2\n2 4", "{0}, line 2, column 1: Each process from 1 to 4 must be in an edge, and 3 is in none.")]
    [InlineData("2 2", "{0}, line 1, column 1: An edge must be between two processes, was [2 2].")]
    [InlineData("1 2\nroot 3", "{0}, line 2, column 1: The root must be a process from 1 to 2, was [3].")]
    [InlineData("root 1\n1 2\nroot 1", "{0}, line 3, column 1: The root must be given once, and is in line 1, too.")]
    [InlineData("1 2 3", "{0}, line 1, column 1: A line must be an edge, two processes such as 1 2, or the root, such as root 1, "
        + "was [1 2 3].")]
    [InlineData("1 0", "{0}, line 1, column 1: A line must be an edge, two processes such as 1 2, or the root, such as root 1, "
        + "with processes from 1 to 10000, was [1 0].")]
    public void Whatever_is_no_tree_is_refused_with_its_line(string text, string error)
    {
        using var file = new TemporaryFile(text);
        var refused = Assert.Throws<ConfigurationFileException>(() => TopologyFile.Read(file.Path));
        Assert.Equal(error.Replace("{0}", file.Path, StringComparison.Ordinal), refused.Message);
    }
}
