namespace Hocon.Tests;

public sealed class PathTests
{
    [Theory]
    [InlineData("a.b.c = 1", "{a:{b:{c:1}}}")]
    [InlineData("a.b = 1, a.c = 2", "{a:{b:1,c:2}}")]
    [InlineData("a b c = 1", "{a b c:1}")]
    [InlineData("10.0foo = 1", "{10:{0foo:1}}")]
    [InlineData("true.x = 1", "{true:{x:1}}")]
    public void Dots_in_a_key_make_objects(string text, string shape) => Assert.Equal(shape, Shape.Of(text));

    [Theory]
    [InlineData("\"a.b\" = 1", "{a.b:1}")]
    [InlineData("a.\"b.c\".d = 1", "{a:{b.c:{d:1}}}")]
    [InlineData("\"\" = 1", "{:1}")]
    [InlineData("\"a\"b = 1", "{ab:1}")]
    public void Quotes_keep_a_key_together(string text, string shape) => Assert.Equal(shape, Shape.Of(text));

    [Theory]
    [InlineData("a..b = 1")]
    [InlineData(".a = 1")]
    [InlineData("a. = 1")]
    [InlineData("a = ${b..c}")]
    [InlineData("a = ${}")]
    [InlineData("= 1")]
    [InlineData("a")]
    public void Empty_key_is_an_error(string text) => Assert.Throws<HoconParserException>(() => HoconParser.Parse(text));

    [Fact]
    public void Path_is_read_with_its_quotes()
    {
        Assert.Equal(["a", "b.c", "d"], HoconPath.Parse("a.\"b.c\".d"));
        Assert.Equal(7, HoconParser.Parse("a.\"b.c\".d = 7").GetInt("a.\"b.c\".d"));
    }
}
