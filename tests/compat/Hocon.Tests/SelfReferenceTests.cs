namespace Hocon.Tests;

public sealed class SelfReferenceTests
{
    [Theory]
    [InlineData("path = a, path = ${path}b", "{path:ab}")]
    [InlineData("path = a, path = ${path}b, path = ${path}c", "{path:abc}")]
    [InlineData("path = [a], path = ${path} [b]", "{path:[a,b]}")]
    [InlineData("a { b = 1 }, a = ${a} { c = 2 }", "{a:{b:1,c:2}}")]
    [InlineData("a.b = x, a.b = ${a.b}y", "{a:{b:xy}}")]
    public void Value_that_refers_to_its_own_key_looks_back(string text, string shape) => Assert.Equal(shape, Shape.Of(text));

    [Theory]
    [InlineData("a += 1", "{a:[1]}")]
    [InlineData("a = [1], a += 2, a += 3", "{a:[1,2,3]}")]
    [InlineData("o { a = [1] }, o.a += 2", "{o:{a:[1,2]}}")]
    [InlineData("o { a = [1], a += 2 }", "{o:{a:[1,2]}}")]
    public void Plus_equals_appends_to_an_array(string text, string shape) => Assert.Equal(shape, Shape.Of(text));

    [Theory]
    [InlineData("bar : { foo : 42, baz : ${bar.foo} }", "{bar:{foo:42,baz:42}}")]
    [InlineData("bar : { foo : 42, baz : ${bar.foo} }, bar : { foo : 43 }", "{bar:{foo:43,baz:43}}")]
    [InlineData("bar : { a : ${foo.d}, b : 1 }, bar.b = 3, foo : { c : ${bar.b}, d : 2 }, foo.d = 4", "{bar:{a:4,b:3},foo:{c:3,d:4}}")]
    [InlineData("foo : { a : { c : 1 } }, foo : ${foo.a}, foo : { a : 2 }", "{foo:{a:2,c:1}}")]
    [InlineData("a : ${?a}foo", "{a:foo}")]
    public void Examples_of_the_specification_hold(string text, string shape) => Assert.Equal(shape, Shape.Of(text));

    [Fact]
    public void Value_used_for_a_look_back_is_worked_out_anew_for_its_own_key() =>
        Assert.Equal("{x:11,y:11}", Shape.Of("x = 1, x = ${x}${y}, y = ${x}"));

    [Theory]
    [InlineData("a = ${a}")]
    [InlineData("a = ${b}, b = ${a}")]
    [InlineData("a = ${b}, b = ${c}, c = ${a}")]
    [InlineData("a = { b = ${a} }")]
    [InlineData("a = [${a}]")]
    [InlineData("a = x${a}")]
    public void Circle_is_an_error(string text) => Assert.Throws<HoconParserException>(() => HoconParser.Parse(text));
}
