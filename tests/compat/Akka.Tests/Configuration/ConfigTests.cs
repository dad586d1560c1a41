using Akka.Configuration;

namespace Akka.Tests.Configuration;

public sealed class ConfigTests
{
    private static readonly Config Sample = ConfigurationFactory.ParseString(
        """
        text = "some text"
        count = 42
        ratio = 2.5
        switch = on
        wait = 1500ms
        forever = infinite
        size = 2048b
        words = [a, "b c"]
        numbers = [1, 2, 3]
        switches = [on, false]
        none = []
        outer { inner { count = 7 } }
        "dotted.key" = dotted
        """);

    [Fact]
    public void Value_is_read_as_the_type_asked_for()
    {
        Assert.Equal("some text", Sample.GetString("text"));
        Assert.Equal("42", Sample.GetString("count"));
        Assert.Equal(42, Sample.GetInt("count"));
        Assert.Equal(42L, Sample.GetLong("count"));
        Assert.Equal(2.5, Sample.GetDouble("ratio"));
        Assert.Equal(2.5f, Sample.GetFloat("ratio"));
        Assert.Equal(2.5m, Sample.GetDecimal("ratio"));
        Assert.True(Sample.GetBoolean("switch"));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), Sample.GetTimeSpan("wait"));
        Assert.Equal(Timeout.InfiniteTimeSpan, Sample.GetTimeSpan("forever"));
        Assert.Equal(2048, Sample.GetByteSize("size"));
    }

    [Fact]
    public void List_is_read_as_the_type_asked_for()
    {
        Assert.Equal(["a", "b c"], Sample.GetStringList("words"));
        Assert.Equal([1, 2, 3], Sample.GetIntList("numbers"));
        Assert.Equal([1L, 2, 3], Sample.GetLongList("numbers"));
        Assert.Equal([1.0, 2, 3], Sample.GetDoubleList("numbers"));
        Assert.Equal([true, false], Sample.GetBooleanList("switches"));
        Assert.Empty(Sample.GetStringList("none"));
    }

    [Fact]
    public void Absent_value_is_the_default()
    {
        Assert.Null(Sample.GetString("nowhere"));
        Assert.Equal("x", Sample.GetString("nowhere", "x"));
        Assert.Equal(0, Sample.GetInt("nowhere"));
        Assert.Equal(5, Sample.GetInt("nowhere", 5));
        Assert.False(Sample.GetBoolean("nowhere"));
        Assert.True(Sample.GetBoolean("nowhere", true));
        Assert.Equal(TimeSpan.Zero, Sample.GetTimeSpan("nowhere"));
        Assert.Equal(TimeSpan.FromSeconds(5), Sample.GetTimeSpan("nowhere", TimeSpan.FromSeconds(5)));
        Assert.Empty(Sample.GetStringList("nowhere"));
    }

    [Fact]
    public void Path_leads_through_sections()
    {
        Assert.Equal(7, Sample.GetInt("outer.inner.count"));
        Assert.Equal(7, Sample.GetConfig("outer").GetInt("inner.count"));
        Assert.Equal(7, Sample.GetConfig("outer.inner").GetInt("count"));
        Assert.Null(Sample.GetConfig("nowhere"));
        Assert.True(Sample.HasPath("outer.inner.count"));
        Assert.True(Sample.HasPath("outer.inner"));
        Assert.False(Sample.HasPath("outer.count"));
    }

    [Fact]
    public void Quotes_keep_a_key_with_dots_together() => Assert.Equal("dotted", Sample.GetString("\"dotted.key\""));

    [Fact]
    public void Text_of_a_configuration_reads_back_as_the_same_values()
    {
        var again = ConfigurationFactory.ParseString(Sample.ToString());
        Assert.Equal("some text", again.GetString("text"));
        Assert.Equal(7, again.GetInt("outer.inner.count"));
        Assert.Equal(["a", "b c"], again.GetStringList("words"));
    }

    [Fact]
    public void Empty_configuration_has_nothing()
    {
        Assert.True(Config.Empty.IsEmpty);
        Assert.True(ConfigurationFactory.Empty.IsEmpty);
        Assert.True(((Config?)null).IsNullOrEmpty());
        Assert.True(Config.Empty.IsNullOrEmpty());
        Assert.False(Sample.IsEmpty);
    }
}
