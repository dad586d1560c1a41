namespace Hocon.Tests;

public sealed class CommentTests
{
    [Theory]
    [InlineData("# first\na = 1", "{a:1}")]
    [InlineData("// first\na = 1", "{a:1}")]
    [InlineData("a = 1 # after", "{a:1}")]
    [InlineData("a = 1 // after", "{a:1}")]
    [InlineData("a = 1, # between\nb = 2", "{a:1,b:2}")]
    [InlineData("a { # in an object\n b = 2 }", "{a:{b:2}}")]
    [InlineData("a = [ # in an array\n 1 // one\n 2\n]", "{a:[1,2]}")]
    public void Comment_runs_to_the_end_of_the_line(string text, string shape) => Assert.Equal(shape, Shape.Of(text));

    [Theory]
    [InlineData("a = \"# not // one\"", "{a:# not // one}")]
    [InlineData("a = \"\"\"# not // one\"\"\"", "{a:# not // one}")]
    public void Comment_signs_within_quotes_are_text(string text, string shape) => Assert.Equal(shape, Shape.Of(text));
}
