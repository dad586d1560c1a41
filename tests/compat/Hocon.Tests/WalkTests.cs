namespace Hocon.Tests;

public sealed class WalkTests
{
    [Theory]
    [InlineData("{ x = 1 }", HoconType.Object)]
    [InlineData("[1]", HoconType.Array)]
    [InlineData("text", HoconType.String)]
    [InlineData("\"5\"", HoconType.String)]
    [InlineData("10 s", HoconType.String)]
    [InlineData("5", HoconType.Number)]
    [InlineData("5.5", HoconType.Number)]
    [InlineData("on", HoconType.Boolean)]
    public void Value_has_a_type(string written, HoconType type) =>
        Assert.Equal(type, HoconParser.Parse($"a = {written}").Value.GetObject().GetField("a").Value.Type);

    [Theory]
    [InlineData("source = { x = 1 }", "{x:1}")]
    [InlineData("source = [1, 2]", "[1,2]")]
    [InlineData("source = text", "text")]
    public void Substituted_value_walks_like_one_written_in_place(string source, string shape) =>
        Assert.Equal(shape, Shape.Of(HoconParser.Parse($"{source}, a = ${{source}}").Value.GetObject().GetField("a").Value));

    [Fact]
    public void Null_is_told_from_the_text_null()
    {
        var fields = HoconParser.Parse("a = null, b = \"null\"").Value.GetObject();
        Assert.IsType<HoconNull>(Assert.Single(fields.GetField("a").Value));
        Assert.IsType<HoconQuotedString>(Assert.Single(fields.GetField("b").Value));
    }

    [Fact]
    public void Text_of_a_root_reads_back_as_the_same_root()
    {
        const string text = "a = 1, b { c = [x, \"y z\", { d = \"\" }], \"e.f\" = \"${no}\" }, g = \"line\\nbreak \\\"q\\\" \\\\\", h = null, i = {}, j = []";
        Assert.Equal(Shape.Of(text), Shape.Of(HoconParser.Parse(text).PrettyPrint(2)));
    }
}
