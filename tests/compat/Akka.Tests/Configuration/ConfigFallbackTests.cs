using Akka.Configuration;

namespace Akka.Tests.Configuration;

public sealed class ConfigFallbackTests
{
    [Fact]
    public void Fallback_serves_what_the_configuration_does_not_have()
    {
        var config = ConfigurationFactory.ParseString("a = 1").WithFallback(ConfigurationFactory.ParseString("a = 2, b = 2"));
        Assert.Equal(1, config.GetInt("a"));
        Assert.Equal(2, config.GetInt("b"));
    }

    [Fact]
    public void Sections_of_both_are_one_section()
    {
        var config = ConfigurationFactory.ParseString("s { a = 1, deep { x = 1 } }")
            .WithFallback(ConfigurationFactory.ParseString("s { a = 2, b = 2, deep { x = 2, y = 2 } }"));
        var section = config.GetConfig("s");
        Assert.Equal((1, 2), (section.GetInt("a"), section.GetInt("b")));
        Assert.Equal((1, 2), (section.GetInt("deep.x"), section.GetInt("deep.y")));
        Assert.Equal((1, 2), (config.GetInt("s.deep.x"), config.GetInt("s.deep.y")));
    }

    [Fact]
    public void Fallbacks_are_asked_in_the_order_they_were_given()
    {
        var config = ConfigurationFactory.ParseString("a = 1")
            .WithFallback(ConfigurationFactory.ParseString("a = 2, b = 2"))
            .WithFallback(ConfigurationFactory.ParseString("a = 3, b = 3, c = 3"));
        Assert.Equal((1, 2, 3), (config.GetInt("a"), config.GetInt("b"), config.GetInt("c")));
    }

    [Fact]
    public void List_replaces_the_list_of_the_fallback() => Assert.Equal(
        [1],
        ConfigurationFactory.ParseString("l = [1]").WithFallback(ConfigurationFactory.ParseString("l = [2, 3]")).GetIntList("l"));

    [Fact]
    public void Configuration_and_its_fallback_stay_as_they_were()
    {
        var first = ConfigurationFactory.ParseString("s { a = 1 }");
        var second = ConfigurationFactory.ParseString("s { b = 2 }");
        _ = first.WithFallback(second);
        Assert.False(first.HasPath("s.b"));
        Assert.False(second.HasPath("s.a"));
    }

    [Fact]
    public void Configuration_is_no_fallback_of_itself()
    {
        var config = ConfigurationFactory.ParseString("a = 1");
        Assert.Throws<ArgumentException>(() => config.WithFallback(config));
    }

    [Fact]
    public void Text_is_taken_where_a_configuration_is_expected()
    {
        Config config = "a = 1";
        Assert.Equal(1, config.GetInt("a"));
        Assert.Equal(2, (config + "b = 2").GetInt("b"));
        Assert.Equal(1, (config + "a = 2").GetInt("a"));
    }

    [Fact]
    public void Safe_fallback_takes_what_is_there()
    {
        var config = ConfigurationFactory.ParseString("a = 1");
        Assert.Equal(1, ((Config)null!).SafeWithFallback(config).GetInt("a"));
        Assert.Equal(1, config.SafeWithFallback(null!).GetInt("a"));
        Assert.Equal(2, config.SafeWithFallback("a = 3, b = 2").GetInt("b"));
    }

    [Fact]
    public void Substitutions_refer_to_the_own_text()
    {
        var config = ConfigurationFactory.ParseString("a = 1, b = ${a}").WithFallback(ConfigurationFactory.ParseString("a = 2"));
        Assert.Equal(1, config.GetInt("b"));
    }
}
