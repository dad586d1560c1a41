namespace Coterie.Host.Tests.Documents;

/// <summary>The comparison of a document with the program, which must be able to fail.</summary>
public sealed class ShownTests
{
    [Theory]
    [InlineData("a|b", "a|b")]
    [InlineData("…", "")]
    [InlineData("a|…|d", "a|b|c|d")]
    [InlineData("a|…|b|…", "a|b|b|c")]
    [InlineData("…|b", "b|a|b")]
    [InlineData("time   0.3 s", "time   1.234 s")]
    public void It_is_the_same(string shown, string printed) => Assert.Null(Compare(shown, printed, figuresCount: true));

    [Theory]
    [InlineData("a|b", "a|c", "b")]
    [InlineData("a|b", "a", "b")]
    [InlineData("a", "a|b", "(the end, but there is [b])")]
    [InlineData("a|…|d", "a|b|c", "d")]
    [InlineData("entries 5", "entries 6", "entries 5")]
    [InlineData("a  b", "a b", "a  b")]
    public void It_differs(string shown, string printed, string difference) =>
        Assert.Equal(difference, Compare(shown, printed, figuresCount: true));

    [Theory]
    [InlineData("  1.068  Process 15 is in", " 12.2  Process 3 is in", null)]
    [InlineData("Process 15 is in", "Process 3 is out", "Process 15 is in")]
    [InlineData("1 2 3", "1 2", "1 2 3")]
    public void Figures_can_be_left_out_of_the_comparison(string shown, string printed, string? difference) =>
        Assert.Equal(difference, Compare(shown, printed, figuresCount: false));

    private static string? Compare(string shown, string printed, bool figuresCount) =>
        Shown.FirstDifference(shown.Split('|'), printed.Length == 0 ? [] : printed.Split('|'), figuresCount);
}
