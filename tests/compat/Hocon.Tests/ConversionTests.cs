namespace Hocon.Tests;

public sealed class ConversionTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("on", true)]
    [InlineData("yes", true)]
    [InlineData("false", false)]
    [InlineData("off", false)]
    [InlineData("no", false)]
    [InlineData("\"true\"", true)]
    public void Truth_values_have_six_names(string written, bool value) =>
        Assert.Equal(value, HoconParser.Parse($"a = {written}").GetBoolean("a"));

    [Theory]
    [InlineData("42", 42)]
    [InlineData("-7", -7)]
    [InlineData("\"42\"", 42)]
    [InlineData("0x1F", 31)]
    public void Whole_numbers_are_decimal_or_hexadecimal(string written, int value)
    {
        Assert.Equal(value, HoconParser.Parse($"a = {written}").GetInt("a"));
        Assert.Equal(value, HoconParser.Parse($"a = {written}").GetLong("a"));
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("-2", -2)]
    [InlineData("1e3", 1000)]
    [InlineData("1e+3", 1000)]
    [InlineData("2.5E-1", 0.25)]
    public void Numbers_may_have_a_fraction_and_an_exponent(string written, double value)
    {
        Assert.Equal(value, HoconParser.Parse($"a = {written}").GetDouble("a"));
        Assert.Equal((float)value, HoconParser.Parse($"a = {written}").GetFloat("a"));
        Assert.Equal((decimal)value, HoconParser.Parse($"a = {written}").GetDecimal("a"));
    }

    [Theory]
    [InlineData("42", "42")]
    [InlineData("1.50", "1.50")]
    [InlineData("yes", "yes")]
    [InlineData("10 s", "10 s")]
    public void Any_literal_is_a_string_as_written(string written, string value) =>
        Assert.Equal(value, HoconParser.Parse($"a = {written}").GetString("a"));

    [Fact]
    public void Lists_convert_each_element()
    {
        var root = HoconParser.Parse("n = [1, \"2\", 3], s = [a, \"b c\"], b = [on, false], e = []");
        Assert.Equal([1, 2, 3], root.GetIntList("n"));
        Assert.Equal([1L, 2, 3], root.GetLongList("n"));
        Assert.Equal(["a", "b c"], root.GetStringList("s"));
        Assert.Equal([true, false], root.GetBooleanList("b"));
        Assert.Empty(root.GetStringList("e"));
    }

    [Fact]
    public void Object_with_numbers_for_keys_reads_as_an_array() =>
        Assert.Equal(["a", "b", "c"], HoconParser.Parse("x { 1 = b, 0 = a, 10 = c }").Value.GetObject().GetField("x").Value.GetStringList());

    [Fact]
    public void Default_stands_in_for_an_absent_value_only()
    {
        var root = HoconParser.Parse("a = 5, b = text");
        Assert.Equal(5, root.GetInt("a", 1));
        Assert.Equal(1, root.GetInt("nowhere", 1));
        Assert.Equal("x", root.GetString("nowhere", "x"));
        Assert.True(root.GetBoolean("nowhere", true));
        Assert.ThrowsAny<HoconException>(() => root.GetInt("b", 1));
    }

    [Fact]
    public void Value_of_another_kind_is_an_error_that_names_the_path()
    {
        var error = Assert.Throws<HoconValueException>(() => HoconParser.Parse("a.b = text").GetInt("a.b"));
        Assert.Equal("a.b", error.FailPath);
    }

    [Fact]
    public void Path_is_there_or_not()
    {
        var root = HoconParser.Parse("a { b = 1 }");
        Assert.True(root.HasPath("a"));
        Assert.True(root.HasPath("a.b"));
        Assert.False(root.HasPath("a.c"));
        Assert.False(root.HasPath("b"));
    }
}
