using Coterie.Actors.Configuration;

namespace Coterie.Tests.Configuration;

/// <summary>
/// What the parser would ignore, or never finish, is refused in one sentence that says where it is.
/// </summary>
public sealed class ConfigurationFileErrorTests
{
    [Theory]
    [InlineData("a {\n b = 1", 1, 3, "A brace { must be closed by }, and the text ends before that.")]
    [InlineData("{ a = 1", 1, 1, "A brace { must be closed by }, and the text ends before that.")]
    [InlineData("a = {", 1, 5, "A brace { must be closed by }, and the text ends before that.")]
    [InlineData("a = [1, 2", 1, 5, "A bracket [ must be closed by ], and the text ends before that.")]
    [InlineData("a { b = [1 }", 1, 9, "A bracket [ must be closed by ], and a } comes before that.")]
    [InlineData("a = \"x\nb = 1", 1, 5,
        "A quote must be closed on its own line (a text of several lines stands in three quotes).")]
    [InlineData("\"a = 1", 1, 1, "A quote must be closed on its own line (a text of several lines stands in three quotes).")]
    [InlineData("a = \"\"\"x\nb = \"\"", 1, 5, "Three quotes must be closed by three quotes.")]
    public void What_is_not_closed_is_refused(string text, int line, int column, string problem) =>
        AssertFails(text, line, column, problem);

    [Theory]
    [InlineData("a = 1\n}\nb = 2", 2, 1, "The [}] closes nothing that is open.")]
    [InlineData("a = 1 ]", 1, 7, "The []] closes nothing that is open.")]
    [InlineData("a { b = 1 ] }", 1, 11, "The []] closes nothing that is open.")]
    [InlineData("{ a = 1 } }", 1, 11, "The [}] closes nothing that is open.")]
    [InlineData("{ a = 1 }\nb = 2", 2, 1, "Nothing must follow the brace that closes the whole file.")]
    public void What_closes_nothing_is_refused(string text, int line, int column, string problem) =>
        AssertFails(text, line, column, problem);

    [Theory]
    [InlineData("a", 1, 1, "The key [a] must be followed by = and a value, or by a section in braces.")]
    [InlineData("a { b }", 1, 5, "The key [a.b] must be followed by = and a value, or by a section in braces.")]
    [InlineData("a\nb = 1", 1, 1, "The key [a] must be followed by = and a value, or by a section in braces.")]
    [InlineData("a b = 1", 1, 1, "The key [a] must be followed by = and a value, or by a section in braces.")]
    [InlineData("a =", 1, 1, "The key [a] must have a value, which begins on its line.")]
    [InlineData("a = # later\nb = 1", 1, 1, "The key [a] must have a value, which begins on its line.")]
    [InlineData("a =\nb\nc = 1", 1, 1, "The key [a] must have a value, which begins on its line.")]
    [InlineData("a = , b = 1", 1, 1, "The key [a] must have a value, which begins on its line.")]
    [InlineData("a { b = }", 1, 5, "The key [a.b] must have a value, which begins on its line.")]
    [InlineData("a = [1, , 2]", 1, 9, "An element must come before a comma, and one comma is enough.")]
    [InlineData("a = [,]", 1, 6, "An element must come before a comma, and one comma is enough.")]
    [InlineData("a = 1,, b = 2", 1, 7, "A key and its value must come before a comma, and one comma is enough.")]
    [InlineData(", a = 1", 1, 1, "A key and its value must come before a comma, and one comma is enough.")]
    [InlineData("= 1", 1, 1, "A key must come before [=].")]
    [InlineData("a..b = 1", 1, 3, "A key must come before [.].")]
    [InlineData("a. = 1", 1, 3, "The character [ ] must be in quotes.")]
    [InlineData("\"\" = 1", 1, 1, "A key must not be empty.")]
    [InlineData("\"\"\"a\"\"\" = 1", 1, 1, "A key must not be in three quotes.")]
    [InlineData("{ { a = 1 } }", 1, 3, "A key must come before [{].")]
    public void What_is_missing_is_refused(string text, int line, int column, string problem) =>
        AssertFails(text, line, column, problem);

    [Theory]
    [InlineData("a = b = c", 1, 7,
        "The value of [a] must have [=] in quotes; or a comma or a new line is missing before the next key.")]
    [InlineData("a = http://x", 1, 9,
        "The value of [a] must have [:] in quotes; or a comma or a new line is missing before the next key.")]
    [InlineData("a = 1 [2]", 1, 7, "The value of [a] must be one text, one list or one section, was [a text, then [].")]
    [InlineData("a = [1] [2]", 1, 9, "A comma or a new line must come before the next key.")]
    [InlineData("a { x = 1 } b = 2", 1, 13, "A comma or a new line must come before the next key.")]
    [InlineData("a = [{ x = 1 } { y = 2 }]", 1, 16, "A comma or a new line must come before the next element.")]
    [InlineData("a = 1\na.b = 2", 2, 1, "The key [a] must be a section or a value, not both: it is a value in line 1.")]
    [InlineData("a { b = 1 }\na = [2]", 2, 1, "The key [a] must be a section or a value, not both: it is a section in line 1.")]
    public void What_is_too_much_is_refused(string text, int line, int column, string problem) =>
        AssertFails(text, line, column, problem);

    [Theory]
    [InlineData("a = null", 1, 5, "The value of [a] must be a value, was [null]; leave the key out for its default.")]
    [InlineData("a = \"null\"", 1, 5, "The value of [a] must be a value, was [null]; leave the key out for its default.")]
    [InlineData("a = [1, null]", 1, 9, "The value of [a] must be a value, was [null]; leave the key out for its default.")]
    [InlineData("a += 1", 1, 3, "A list must be given whole, with =, was [+=].")]
    [InlineData("a.b+= 1", 1, 4, "A list must be given whole, with =, was [+=].")]
    [InlineData("[1, 2]", 1, 1, "The file must hold keys with values, was [a list].")]
    [InlineData("a = 5%&", 1, 7, "The character [&] must be in quotes.")]
    [InlineData("a = c:\\x", 1, 6,
        "The value of [a] must have [:] in quotes; or a comma or a new line is missing before the next key.")]
    [InlineData("a = \"\\x\"", 1, 6, "After a backslash must come one of \" \\ / b f n r t uXXXX, was [x].")]
    [InlineData("a = \"\\u12\"", 1, 6, "After \\u must come four hexadecimal digits, was [12\"].")]
    [InlineData("a = \"\0\"", 1, 6, "A control character must be left out, or be written as \\uXXXX in quotes, was [\\u0000].")]
    [InlineData("a = \"\"\"\n\u001B[2J\"\"\"", 2, 1,
        "A control character must be left out, or be written as \\uXXXX in quotes, was [\\u001B].")]
    [InlineData("# \u009B", 1, 3, "A control character must be left out, or be written as \\uXXXX in quotes, was [\\u009B].")]
    [InlineData("a\0 = 1", 1, 1, "The key [a] must be followed by = and a value, or by a section in braces.")]
    [InlineData("a = x\u00A0y", 1, 6, "The character U+00A0 must be in quotes, was [\u00A0].")]
    [InlineData("a = 1\n\uFEFFb = 2", 2, 1, "The character U+FEFF must be in quotes, was [\uFEFF].")]
    [InlineData("a = 1\rb = 2", 1, 6, "A line must end with LF or CR LF, was [CR].")]
    [InlineData("# a\rb = 2", 1, 4, "A line must end with LF or CR LF, was [CR].")]
    public void A_character_in_a_wrong_place_is_refused(string text, int line, int column, string problem) =>
        AssertFails(text, line, column, problem);

    [Theory]
    [InlineData("x = 1\n  a = ${x}", 2, 7)]
    [InlineData("a = ${?x}", 1, 5)]
    [InlineData("a = y${a}", 1, 6)]
    [InlineData("a = [1, ${a}]", 1, 9)]
    [InlineData("${a} = 1", 1, 1)]
    public void Substitutions_are_refused_with_what_to_do_instead(string text, int line, int column) => AssertFails(
        text,
        line,
        column,
        "A value must be written out, was [${]: substitutions are not read. Set it in a file of its own (--config, which may be "
        + "given several times), or by an environment variable (COTERIE_SIMULATE_THINK for coterie.simulate.think).");

    [Theory]
    [InlineData("a = 1\ninclude \"x.conf\"", 2, 1)]
    [InlineData("include\"x.conf\"", 1, 1)]
    [InlineData("a { include file(\"x.conf\") }", 1, 5)]
    [InlineData("include required(url(\"http://x\"))", 1, 1)]
    public void Includes_are_refused_with_what_to_do_instead(string text, int line, int column) => AssertFails(
        text,
        line,
        column,
        "A file must stand alone, was [include]: includes are not read. Name the other file with --config, which may be given "
        + "several times; later files override earlier ones.");

    [Theory]
    [InlineData("{a=")]
    [InlineData("a=[")]
    [InlineData("a.")]
    [InlineData("[")]
    public void What_is_too_deep_is_refused(string step)
    {
        var text = (step == "[" ? "a=" : "") + string.Concat(Enumerable.Repeat(step == "a=[" ? "[{a=" : step, 100_000));
        var message = Fails(step == "a=[" ? "a=" + text : text).Message;
        Assert.EndsWith("Sections and lists must be at most 64 deep within each other.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_deepest_nesting_that_is_allowed_is_read()
    {
        var (sections, keys) = (string.Concat(Enumerable.Repeat("a{", 32)), string.Join('.', Enumerable.Repeat("b", 33)));
        var text = $"{sections}{keys}=1{new string('}', 32)}";
        Assert.Equal(1, ConfigurationFile.Parse(text, "x.conf").Config.GetInt((sections + keys).Replace('{', '.')));
        var message = Fails(text.Replace("b=", "b.b=", StringComparison.Ordinal)).Message;
        Assert.EndsWith("deep within each other.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_too_long_is_refused() =>
        AssertFails(
            new string('a', 301) + " = 1", 1, 1, "A key, with the sections that it is in, must be at most 300 characters long.");

    [Fact]
    public void A_message_has_no_control_characters_of_the_file() =>
        Assert.Equal(
            "\\u001B.conf, line 1, column 1: The key [\"\\u001B[2J\"] must have a value, which begins on its line.",
            Fails("\"\\u001b[2J\" =", "\u001B.conf").Message);

    private static void AssertFails(string text, int line, int column, string problem)
    {
        var error = Fails(text);
        Assert.Equal($"x.conf, line {line}, column {column}: {problem}", error.Message);
        Assert.Equal(("x.conf", line, column), (error.File, error.Line, error.Column));
    }

    private static ConfigurationFileException Fails(string text, string name = "x.conf") =>
        Assert.Throws<ConfigurationFileException>(() => ConfigurationFile.Parse(text, name));
}
