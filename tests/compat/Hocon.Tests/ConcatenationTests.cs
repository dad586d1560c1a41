namespace Hocon.Tests;

public sealed class ConcatenationTests
{
    [Theory]
    [InlineData("a = one  two", "one  two")]
    [InlineData("a =   one two   ", "one two")]
    [InlineData("a = one \"two three\" four", "one two three four")]
    [InlineData("a = \"x\"\"y\"", "xy")]
    [InlineData("a = 1 2", "1 2")]
    [InlineData("a = true false", "true false")]
    [InlineData("a = 10 seconds", "10 seconds")]
    [InlineData("x = 1, a = v ${x}.0", "v 1.0")]
    public void Strings_join_with_the_white_space_between_them(string text, string value) =>
        Assert.Equal(value, HoconParser.Parse(text).GetString("a"));

    [Theory]
    [InlineData("a = [1, 2] [3]", "{a:[1,2,3]}")]
    [InlineData("x = [1], a = ${x} [2] ${x}", "{x:[1],a:[1,2,1]}")]
    public void Arrays_join(string text, string shape) => Assert.Equal(shape, Shape.Of(text));

    [Theory]
    [InlineData("a = { b = 1 } { c = 2 }", "{a:{b:1,c:2}}")]
    [InlineData("a = { b = 1 } { b = 2 }", "{a:{b:2}}")]
    [InlineData("x = { b = 1, c = 1 }, a = ${x} { c = 2 }", "{x:{b:1,c:1},a:{b:1,c:2}}")]
    [InlineData("x = { b = 1 }, y = { c = 2 }, a = ${x} ${y}", "{x:{b:1},y:{c:2},a:{b:1,c:2}}")]
    [InlineData("x = { b = 1 }, a = [${x} { c = 2 }, 3]", "{x:{b:1},a:[{b:1,c:2},3]}")]
    public void Objects_merge(string text, string shape) => Assert.Equal(shape, Shape.Of(text));

    [Theory]
    [InlineData("a = { b = 1 } [2]")]
    [InlineData("a = [1] two")]
    [InlineData("a = one { b = 2 }")]
    [InlineData("x = [1], a = ${x} two")]
    [InlineData("x = { b = 1 }, a = two ${x}")]
    [InlineData("x = one, a = ${x} { b = 1 }")]
    public void Different_kinds_do_not_join(string text) =>
        Assert.Throws<HoconParserException>(() => HoconParser.Parse(text));
}
