namespace Hocon.Tests;

public sealed class SubstitutionTests
{
    [Theory]
    [InlineData("a = 1, b = ${a}", "{a:1,b:1}")]
    [InlineData("b = ${a}, a = 1", "{b:1,a:1}")]
    [InlineData("a { b = [1, 2] }, c = ${a.b}", "{a:{b:[1,2]},c:[1,2]}")]
    [InlineData("a = { b = 1 }, c = ${a}, c.d = 2", "{a:{b:1},c:{d:2,b:1}}")]
    [InlineData("x = [${a}, ${a}], a = 1", "{x:[1,1],a:1}")]
    [InlineData("\"a.b\" = 1, c = ${\"a.b\"}", "{a.b:1,c:1}")]
    [InlineData("a = ${b}, b = ${c}, c = 3", "{a:3,b:3,c:3}")]
    public void Substitution_takes_the_value_at_a_path_wherever_it_stands(string text, string shape) => Same(shape, text);

    [Theory]
    [InlineData("a = 1, b = ${a}, a = 2", "{a:2,b:2}")]
    [InlineData("base { x = 1 }, a = ${base}, base { x = 2 }", "{base:{x:2},a:{x:2}}")]
    public void Substitution_sees_the_final_value(string text, string shape) => Same(shape, text);

    [Theory]
    [InlineData("a = ${?nowhere}", "{}")]
    [InlineData("a = 1, a = ${?nowhere}", "{a:1}")]
    [InlineData("a = [1, ${?nowhere}, 2]", "{a:[1,2]}")]
    [InlineData("a = x${?nowhere}y", "{a:xy}")]
    [InlineData("a = { b = 1 } ${?nowhere}", "{a:{b:1}}")]
    [InlineData("a = [1] ${?nowhere}", "{a:[1]}")]
    [InlineData("a { b = ${?nowhere}, c = 1 }", "{a:{c:1}}")]
    public void Optional_substitution_of_nothing_is_nothing(string text, string shape) => Same(shape, text);

    [Theory]
    [InlineData("a = ${nowhere}")]
    [InlineData("a = { b = 1 }, c = ${a.x}")]
    [InlineData("a = 1, c = ${a.x}")]
    public void Substitution_of_nothing_is_an_error(string text)
    {
        var error = Assert.Throws<HoconParserException>(() => HoconParser.Parse(text));
        Assert.Contains(text.Contains("nowhere", StringComparison.Ordinal) ? "nowhere" : "a.x", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Environment_serves_what_the_text_does_not_have()
    {
        Environment.SetEnvironmentVariable("HOCON_TESTS_PORT", "4711");
        Assert.Equal(4711, HoconParser.Parse("port = ${HOCON_TESTS_PORT}").GetInt("port"));
        Assert.Equal(4711, HoconParser.Parse("port = 1, port = ${?HOCON_TESTS_PORT}").GetInt("port"));
        Assert.Equal("host:4711", HoconParser.Parse("at = \"host:\"${HOCON_TESTS_PORT}").GetString("at"));
        Assert.Equal(5, HoconParser.Parse("HOCON_TESTS_PORT = 5, port = ${HOCON_TESTS_PORT}").GetInt("port"));
    }

    [Theory]
    [InlineData("a = \"${b}\"", "{a:${b}}")]
    [InlineData("a = \"\"\"${b}\"\"\"", "{a:${b}}")]
    public void Substitution_in_quotes_is_text(string text, string shape) => Same(shape, text);

    private static void Same(string shape, string text) => Assert.Equal(Sorted(shape), Sorted(Shape.Of(text)));

    // The order of keys is no part of a value.
    private static string Sorted(string shape) => string.Concat(shape.Order());
}
