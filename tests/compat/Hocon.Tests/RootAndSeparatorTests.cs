namespace Hocon.Tests;

public sealed class RootAndSeparatorTests
{
    [Theory]
    [InlineData("{ \"a\" : 1, \"b\" : [true, false, null], \"c\" : { \"d\" : \"x\" } }", "{a:1,b:[true,false,null],c:{d:x}}")]
    [InlineData("{}", "{}")]
    public void Json_is_hocon(string text, string shape) => Assert.Equal(shape, Shape.Of(text));

    [Fact]
    public void Root_braces_may_be_left_out() => Assert.Equal("{a:1,b:2}", Shape.Of("a : 1, b : 2"));

    [Theory]
    [InlineData("a = 1")]
    [InlineData("a : 1")]
    [InlineData("a=1")]
    [InlineData("a:1")]
    public void Key_and_value_are_separated_by_a_colon_or_an_equals_sign(string text) => Assert.Equal("{a:1}", Shape.Of(text));

    [Theory]
    [InlineData("a { b = 1 }")]
    [InlineData("a{b=1}")]
    [InlineData("a : { b : 1 }")]
    public void Separator_before_a_brace_may_be_left_out(string text) => Assert.Equal("{a:{b:1}}", Shape.Of(text));

    [Theory]
    [InlineData("a = [1, 2, 3]")]
    [InlineData("a = [1\n2\n3]")]
    [InlineData("a = [\n1,\n2\n\n3\n]")]
    [InlineData("a = [1, 2, 3,]")]
    public void Newline_stands_for_a_comma_and_a_last_comma_for_nothing(string text) => Assert.Equal("{a:[1,2,3]}", Shape.Of(text));

    [Theory]
    [InlineData("a = 1, b = 2,")]
    [InlineData("a = 1\nb = 2\n")]
    [InlineData("\n\na = 1\n\n,b = 2")]
    public void Fields_are_separated_by_commas_or_newlines(string text) => Assert.Equal("{a:1,b:2}", Shape.Of(text));

    [Theory]
    [InlineData("a = [1,,2]")]
    [InlineData("a = [,1]")]
    [InlineData("a = 1,,b = 2")]
    [InlineData(",a = 1")]
    [InlineData("{ a = 1 } b = 2")]
    [InlineData("{ a = 1")]
    [InlineData("a = [1")]
    [InlineData("a = 1 }")]
    public void Stray_or_missing_punctuation_is_an_error(string text) =>
        Assert.Throws<HoconParserException>(() => HoconParser.Parse(text));

    [Theory]
    [InlineData("\ta\u00a0=\u2003 1 \t\r\n b = 2\r\n")]
    [InlineData("\ufeffa = 1\nb = 2")]
    public void Unicode_spaces_tabs_returns_and_the_byte_order_mark_are_white_space(string text) => Assert.Equal("{a:1,b:2}", Shape.Of(text));
}
