namespace Hocon.Tests;

public sealed class IncludeTests
{
    [Theory]
    [InlineData("include \"x\"")]
    [InlineData("include file(\"x\")")]
    [InlineData("include required(\"x\")")]
    [InlineData("include required(file(\"x\"))")]
    [InlineData("include   \"x\",")]
    public void Include_stands_for_the_fields_of_another_text(string statement) =>
        Assert.Equal("{a:1,b:2}", Shape.Of($"a = 1\n{statement}\n", Shape.Serving(("x", "b = 2"))));

    [Theory]
    [InlineData("include file(\"x\")", HoconCallbackType.File)]
    [InlineData("include url(\"x\")", HoconCallbackType.Url)]
    [InlineData("include classpath(\"x\")", HoconCallbackType.Resource)]
    public void Callback_is_told_what_kind_of_name_it_gets(string statement, HoconCallbackType expected)
    {
        HoconCallbackType? told = null;
        HoconParser.Parse(statement, (type, _) =>
        {
            told = type;
            return Task.FromResult("{}");
        });
        Assert.Equal(expected, told);
    }

    [Fact]
    public void Included_value_is_overridden_after_and_overrides_before_its_place() => Assert.Equal(
        "{a:included,b:after}",
        Shape.Of("a = before\ninclude \"x\"\nb = after", Shape.Serving(("x", "a = included, b = included"))));

    [Fact]
    public void Include_in_an_object_belongs_to_that_object() => Assert.Equal(
        "{o:{a:1,b:2}}",
        Shape.Of("o { include \"x\", b = 2 }", Shape.Serving(("x", "{ a = 1 }"))));

    [Fact]
    public void Includes_nest() => Assert.Equal(
        "{a:1,o:{b:2,c:3}}",
        Shape.Of("a = 1\no { include \"x\" }", Shape.Serving(("x", "b = 2\ninclude \"y\""), ("y", "c = 3"))));

    [Fact]
    public void Substitution_in_an_include_is_looked_up_where_it_is_included_and_then_at_the_root() => Assert.Equal(
        "{o:{here:1,a:1,b:2},there:2}",
        Shape.Of("o { include \"x\" }\nthere = 2", Shape.Serving(("x", "here = 1\na = ${here}\nb = ${there}"))));

    [Fact]
    public void Include_may_be_a_key_or_part_of_a_value() =>
        Assert.Equal("{include:1,a:include x,b:{include:2}}", Shape.Of("\"include\" = 1\na = include x\nb { \"include\" = 2 }"));

    [Fact]
    public void Absent_optional_include_adds_nothing() =>
        Assert.Equal("{a:1}", Shape.Of("a = 1\ninclude \"nowhere\"", (_, _) => Task.FromResult("{}")));

    [Fact]
    public void Absent_required_include_is_an_error_that_names_it()
    {
        var error = Assert.Throws<HoconParserException>(() => HoconParser.Parse("a = 1\ninclude required(\"nowhere\")", Shape.Serving()));
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, error.LineNumber);
    }

    [Fact]
    public void Include_of_itself_is_an_error() =>
        Assert.Throws<HoconParserException>(() => HoconParser.Parse("include \"x\"", Shape.Serving(("x", "include \"x\""))));

    [Fact]
    public void Include_without_a_callback_is_an_error() =>
        Assert.Throws<HoconParserException>(() => HoconParser.Parse("include \"x\""));
}
