namespace Hocon.Tests;

public sealed class StringTests
{
    [Theory]
    [InlineData(@"\"" \\ \/", "\" \\ /")]
    [InlineData(@"\b\f\n\r\t", "\b\f\n\r\t")]
    [InlineData(@"\u0041\u00e9\uD83D\uDE00", "Aé😀")]
    [InlineData("", "")]
    [InlineData("  spaces  ", "  spaces  ")]
    [InlineData("${not} = {a} [substitution]", "${not} = {a} [substitution]")]
    public void Quoted_string_has_the_escapes_of_json(string written, string value) =>
        Assert.Equal(value, HoconParser.Parse($"a = \"{written}\"").GetString("a"));

    [Theory]
    [InlineData("a = \"x")]
    [InlineData("a = \"x\ny\"")]
    [InlineData("a = \"\\x\"")]
    [InlineData("a = \"\\u12g4\"")]
    [InlineData("a = \"\\")]
    [InlineData("a = \"\"\"x\"\"")]
    public void Unfinished_string_or_unknown_escape_is_an_error(string text) =>
        Assert.Throws<HoconParserException>(() => HoconParser.Parse(text));

    [Theory]
    [InlineData("one\ntwo", "one\ntwo")]
    [InlineData(@"c:\new\table", @"c:\new\table")]
    [InlineData("say \"so\"", "say \"so\"")]
    public void Triple_quoted_string_is_taken_as_it_stands(string written, string value) =>
        Assert.Equal(value, HoconParser.Parse($"a = \"\"\"{written}\"\"\"").GetString("a"));

    [Fact]
    public void Of_more_than_three_closing_quotes_the_last_three_close() =>
        Assert.Equal("so\"\"", HoconParser.Parse("a = \"\"\"so\"\"\"\"\"").GetString("a"));

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("two words", "two words")]
    [InlineData("path/to/file.txt", "path/to/file.txt")]
    [InlineData("trueish", "trueish")]
    [InlineData("10.0foo", "10.0foo")]
    [InlineData("-x", "-x")]
    [InlineData("grüße", "grüße")]
    public void Unquoted_string_runs_to_a_forbidden_character_or_the_end_of_the_line(string written, string value) =>
        Assert.Equal(value, HoconParser.Parse($"a = {written}\nb = 1").GetString("a"));

    [Theory]
    [InlineData('$')]
    [InlineData('`')]
    [InlineData('^')]
    [InlineData('?')]
    [InlineData('!')]
    [InlineData('@')]
    [InlineData('*')]
    [InlineData('&')]
    [InlineData('\\')]
    [InlineData(':')]
    [InlineData('=')]
    [InlineData('+')]
    public void Forbidden_character_needs_quotes(char character)
    {
        Assert.Throws<HoconParserException>(() => HoconParser.Parse($"a = x{character}y"));
        Assert.Equal($"x{(character == '\\' ? "\\" : character)}y",
            HoconParser.Parse($"a = \"x{(character == '\\' ? "\\\\" : character)}y\"").GetString("a"));
    }
}
