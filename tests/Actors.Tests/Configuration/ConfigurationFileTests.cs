using Akka.Configuration;
using Coterie.Actors.Configuration;

namespace Coterie.Tests.Configuration;

/// <summary>What a configuration may contain, and that Akka.NET's parser reads it correctly.</summary>
public sealed class ConfigurationFileTests
{
    [Fact]
    public void Values_of_all_kinds_survive()
    {
        var config = Parse(
            """
            text = "quote \" backslash \\ line \n umlaut ü \u00e9 ${no} #no"
            unquoted = two words   # not this
            count : 42
            ratio = 2.5 // nor this
            switch = on
            wait = 1500 ms
            forever = infinite
            joined = "a = "b" c"
            words = [a, "b c", ""]
            none = []
            section { inner.count = 7 }
            "dotted.key" = dotted
            objects = [{ a = 1 }, { a = 2 }]
            """);
        Assert.Equal("quote \" backslash \\ line \n umlaut ü é ${no} #no", config.GetString("text"));
        Assert.Equal("two words", config.GetString("unquoted"));
        Assert.Equal(42, config.GetInt("count"));
        Assert.Equal(2.5, config.GetDouble("ratio"));
        Assert.True(config.GetBoolean("switch"));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), config.GetTimeSpan("wait"));
        Assert.Equal(Timeout.InfiniteTimeSpan, config.GetTimeSpan("forever"));
        Assert.Equal("a = b c", config.GetString("joined"));
        Assert.Equal(["a", "b c", ""], config.GetStringList("words"));
        Assert.Empty(config.GetStringList("none"));
        Assert.Equal(7, config.GetInt("section.inner.count"));
        Assert.Equal("dotted", config.GetString("\"dotted.key\""));
        Assert.Equal([1, 2], config.GetValue("objects").GetArray().Select(element => element.GetObject().GetKey("a").GetInt()));
    }

    [Fact]
    public void Text_in_three_quotes_keeps_its_lines_and_backslashes() =>
        Assert.Equal("one\n  \\two \"2\".", Parse("a = \"\"\"one\n  \\two \"2\".\"\"\"").GetString("a"));

    [Theory]
    [InlineData("a { x = 1 }, b = 2")]
    [InlineData("{ \"a\": { \"x\": 1 }, \"b\": 2 }")]
    [InlineData("a.x = 1\n, b = 2\n")]
    [InlineData("a\r\n{\r\n  x = 1,\r\n}\r\nb = 2")]
    [InlineData("# a comment at the end\na { x = 1 }\nb = 2 #")]
    public void Commas_and_lines_may_separate_the_keys_of_a_file(string text)
    {
        var config = Parse(text);
        Assert.Equal((1, 2), (config.GetInt("a.x"), config.GetInt("b")));
    }

    [Theory]
    [InlineData("a = [1, 2, 3]")]
    [InlineData("a = [1\n2\n3]")]
    [InlineData("a =\n[\n  1 # one\n  , 2,\n  3,\n]")]
    public void Commas_and_lines_may_separate_the_elements_of_a_list(string text) =>
        Assert.Equal([1, 2, 3], Parse(text).GetIntList("a"));

    [Theory]
    [InlineData("")]
    [InlineData("\n  \n")]
    [InlineData("# only a comment")]
    [InlineData("{}")]
    [InlineData("{ } // and a comment")]
    public void A_file_without_values_is_an_empty_configuration(string text) =>
        Assert.Empty(ConfigurationFile.Parse(text, "x.conf").Keys);

    [Fact]
    public void The_later_of_two_values_of_a_key_of_others_counts() =>
        Assert.Equal(2, Parse("a.b = 1\na { b = 2 }").GetInt("a.b"));

    [Fact]
    public void A_key_may_begin_with_the_word_include_or_be_it()
    {
        var config = Parse("includes = 1\ninclude = 2\na { include.this = 3 }");
        Assert.Equal((1, 2, 3), (config.GetInt("includes"), config.GetInt("include"), config.GetInt("a.include.this")));
    }

    [Fact]
    public void Keys_are_the_paths_of_all_values() =>
        Assert.Equal(
            ["a.b", "a.\"x.y\"", "s.c", "s.d.e", "empty"],
            ConfigurationFile.Parse("a { b = 1, \"x.y\" = 2 }\ns { c = [1, { z = 2 }], d { e = 3 } }\nempty {}", "x.conf").Keys);

    [Fact]
    public void Elements_of_lists_are_known_with_their_places()
    {
        var file = ConfigurationFile.Parse("a = [x, \"y z\"\n  { b = 1, c { d = 2 } }, [3]]\ne = { f = text }", "x.conf");
        var elements = file.Entries[0].Elements;
        Assert.Equal(["x", "y z", null, null], elements.Select(element => element.Text));
        Assert.Equal([5, 8, 16, 40], elements.Select(element => element.Offset));
        Assert.Equal(["b 1", "c.d 2"], elements[2].Keys!.Select(key => $"{key.Path} {key.Text}"));
        Assert.Null(elements[3].Keys);
        Assert.Equal(("e.f", "text"), (file.Entries[1].Path, file.Entries[1].Text));
    }

    private static Config Parse(string text) => ConfigurationFile.Parse(text, "x.conf").Config;
}
