namespace Hocon.Tests;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("a = 1\nb = ]", 2, 5, "A value expected, was []] at line 2, column 5.")]
    [InlineData("a [1]", 1, 3, "One of : = += { after a key expected, was [[] at line 1, column 3.")]
    [InlineData("{\n  a = 1\n", 3, 1, "A closing } expected, was [end of text] at line 3, column 1.")]
    [InlineData("a = [1, 2", 1, 10, "A closing ] expected, was [end of text] at line 1, column 10.")]
    [InlineData("a = \"x\n", 1, 7, "The closing quote of a string expected, was [end of line] at line 1, column 7.")]
    [InlineData("a = \"\\q\"", 1, 7, "One of \" \\ / b f n r t uXXXX after a backslash expected, was [q] at line 1, column 7.")]
    [InlineData("a = ${b", 1, 8, "The closing } of a substitution expected, was [end of text] at line 1, column 8.")]
    [InlineData("a = $b", 1, 6, "{ after $ expected, was [b] at line 1, column 6.")]
    [InlineData("a = x@y", 1, 6, "A value, or quotes around this character, expected, was [@] at line 1, column 6.")]
    [InlineData("x = 1\n  a = ${b}", 2, 7, "A substitution must refer to a value in the text or to an environment variable, was [${b}] at line 2, column 7.")]
    [InlineData("a = ${b}\nb = ${a}", 2, 5, "A substitution must not lead to itself, was [${a}] at line 2, column 5.")]
    [InlineData("a = { b = 1 } [2]", 1, 5, "Values beside each other must all be strings, all arrays or all objects, was [an object beside an array] at line 1, column 5.")]
    [InlineData("include required(file(\"x\")", 1, 27, "A closing ) of an include expected, was [end of text] at line 1, column 27.")]
    public void Error_says_where_what_was_expected_and_what_stood_there(string text, int line, int column, string message)
    {
        var error = Assert.Throws<HoconParserException>(() => HoconParser.Parse(text));
        Assert.Equal((message, line, column), (error.Message, error.LineNumber, error.LinePosition));
    }

    [Fact]
    public void Error_in_an_include_names_the_include()
    {
        var error = Assert.Throws<HoconParserException>(() =>
            HoconParser.Parse("include \"x\"", Shape.Serving(("x", "\ninclude \"y\""), ("y", "\n\na = "))));
        Assert.Equal("In include \"y\": A value expected, was [end of text] at line 3, column 5.", error.Message);
    }

    [Fact]
    public void Value_error_says_path_rule_and_value()
    {
        var error = Assert.Throws<HoconValueException>(() => HoconParser.Parse("a.b = soon").GetTimeSpan("a.b"));
        Assert.Equal("a.b must be a length of time such as 500ms, 10s or 1.5 minutes, or infinite, was [soon].", error.Message);
    }
}
