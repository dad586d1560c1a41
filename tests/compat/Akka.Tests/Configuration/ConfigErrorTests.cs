using Akka.Configuration;

namespace Akka.Tests.Configuration;

/// <summary>What this engine makes of mistakes; the packages refuse most of the same with other words.</summary>
public sealed class ConfigErrorTests
{
    private static readonly Config Sample = "s { a = text, l = [1, x], o { } }";

    [Theory]
    [InlineData("s.a must be a whole number of 32 bits, was [text].")]
    public void Wrong_number_is_named_with_its_key(string message)
    {
        Assert.Equal(message, Assert.Throws<ConfigurationException>(() => Sample.GetInt("s.a")).Message);
        Assert.Equal(message, Assert.Throws<ConfigurationException>(() => Sample.GetConfig("s").GetInt("a")).Message);
    }

    [Fact]
    public void Value_of_another_kind_is_an_error()
    {
        AssertSays("s.a must be true, on or yes, or false, off or no, was [text].", c => c.GetBoolean("s.a"));
        AssertSays("s.a must be a number, was [text].", c => c.GetDouble("s.a"));
        AssertSays("s.a must be a length of time such as 500ms, 10s or 1.5 minutes, or infinite, was [text].", c => c.GetTimeSpan("s.a"));
        AssertSays("s.a must be a size such as 512, 128kB (thousands) or 64KiB, 64K (1024s), was [text].", c => c.GetByteSize("s.a"));
        AssertSays("s.a must be a list of strings, was [text].", c => c.GetStringList("s.a"));
        AssertSays("s.l must be a list of whole numbers of 32 bits, was [x].", c => c.GetIntList("s.l"));
        AssertSays("s.o must be a string, was [an object].", c => c.GetString("s.o"));
        AssertSays("s.a must be a section, was [text].", c => c.GetConfig("s.a"));
    }

    [Fact]
    public void Null_counts_as_absent_and_hides_the_fallback()
    {
        var config = ConfigurationFactory.ParseString("a = null").WithFallback("a = 1");
        Assert.False(config.HasPath("a"));
        Assert.Equal(5, config.GetInt("a", 5));
    }

    [Fact]
    public void Text_that_is_not_hocon_is_an_error_with_its_place()
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString("a = 1\nb = ]"));
        Assert.Equal("The configuration must be valid HOCON. A value expected, was []] at line 2, column 5.", error.Message);
    }

    private static void AssertSays(string message, Func<Config, object?> read) =>
        Assert.Equal(message, Assert.Throws<ConfigurationException>(() => read(Sample)).Message);
}
