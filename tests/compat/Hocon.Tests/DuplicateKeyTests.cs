namespace Hocon.Tests;

public sealed class DuplicateKeyTests
{
    [Theory]
    [InlineData("a = 1, a = 2", "{a:2}")]
    [InlineData("a = 1, a = { b = 2 }", "{a:{b:2}}")]
    [InlineData("a = { b = 2 }, a = 1", "{a:1}")]
    [InlineData("a = [1, 2], a = [3]", "{a:[3]}")]
    public void Later_value_replaces_the_earlier(string text, string shape) => Assert.Equal(shape, Shape.Of(text));

    [Theory]
    [InlineData("foo { a : 42 }, foo { b : 43 }", "{foo:{a:42,b:43}}")]
    [InlineData("foo { a : 42, b : 42 }, foo { b : 43 }", "{foo:{a:42,b:43}}")]
    [InlineData("a.b.c = 1, a { b { d = 2 } }", "{a:{b:{c:1,d:2}}}")]
    public void Objects_merge(string text, string shape) => Assert.Equal(shape, Shape.Of(text));

    [Theory]
    [InlineData("foo : { a : 42 }, foo : null, foo : { b : 43 }", "{foo:{b:43}}")]
    [InlineData("foo : { a : 42 }, foo : 5, foo : { b : 43 }", "{foo:{b:43}}")]
    public void Other_value_between_keeps_objects_from_merging(string text, string shape) => Assert.Equal(shape, Shape.Of(text));
}
