using Akka.Configuration;
using Coterie.Configuration;

namespace Coterie.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_of_all_kinds_survive()
    {
        var config = Load(
            """
            text = "quote \" backslash \\ line \n umlaut ü ${no} #no"
            unquoted = two words
            count = 42
            ratio = 2.5
            switch = on
            wait = 1500 ms
            forever = infinite
            size = 2048b
            words = [a, "b c", ""]
            none = []
            section { inner.count = 7 }
            "dotted.key" = dotted
            objects = [{ a = 1 }, { a = 2 }]
            """);
        Assert.Equal("quote \" backslash \\ line \n umlaut ü ${no} #no", config.GetString("text"));
        Assert.Equal("two words", config.GetString("unquoted"));
        Assert.Equal(42, config.GetInt("count"));
        Assert.Equal(2.5, config.GetDouble("ratio"));
        Assert.True(config.GetBoolean("switch"));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), config.GetTimeSpan("wait"));
        Assert.Equal(Timeout.InfiniteTimeSpan, config.GetTimeSpan("forever"));
        Assert.Equal(2048, config.GetByteSize("size"));
        Assert.Equal(["a", "b c", ""], config.GetStringList("words"));
        Assert.Empty(config.GetStringList("none"));
        Assert.Equal(7, config.GetInt("section.inner.count"));
        Assert.Equal("dotted", config.GetString("\"dotted.key\""));
    }

    [Fact]
    public void Null_counts_as_absent()
    {
        var config = Load("a = null\nb = 1\nb = null\nc = [1, null, 2]");
        Assert.Equal(5, config.GetInt("a", 5));
        Assert.Equal(5, config.GetInt("b", 5));
        Assert.Equal([1, 2], config.GetIntList("c"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n  \n")]
    [InlineData("# only a comment")]
    public void File_without_values_is_an_empty_configuration(string text) => Assert.True(Load(text).IsEmpty);

    [Fact]
    public void Substitutions_are_resolved_within_the_file_and_the_environment()
    {
        Environment.SetEnvironmentVariable("COTERIE_TESTS_HOST", "example.org");
        var config = Load("host = ${COTERIE_TESTS_HOST}\nport = 80\nat = ${host}\":\"${port}\nport = ${?COTERIE_TESTS_NOWHERE}");
        Assert.Equal("example.org:80", config.GetString("at"));
    }

    [Fact]
    public void Include_is_relative_to_the_file_it_stands_in()
    {
        _folder.Write("sub/first.conf", "first = 1\ninclude \"deeper/second.conf\"");
        _folder.Write("sub/deeper/second.conf", "second = 2\ninclude required(file(\"../third.conf\"))");
        _folder.Write("sub/third.conf", "third = 3");
        var config = Load("include \"sub/first.conf\"\nfirst = ${first}0");
        Assert.Equal((10, 2, 3), (config.GetInt("first"), config.GetInt("second"), config.GetInt("third")));
    }

    [Fact]
    public void Include_in_an_object_belongs_to_that_object()
    {
        _folder.Write("part.conf", "# part\n{ a = 1, b = ${a} }");
        var config = Load("section { include \"part.conf\" }, other { include file(\"part.conf\"), a = 2 }");
        Assert.Equal((1, 1), (config.GetInt("section.a"), config.GetInt("section.b")));
        Assert.Equal((2, 2), (config.GetInt("other.a"), config.GetInt("other.b")));
    }

    [Fact]
    public void Word_include_elsewhere_is_text()
    {
        var config = Load("a = \"include \\\"x\\\"\"\n# include \"y\"\nb = 1 // include \"z\"");
        Assert.Equal("include \"x\"", config.GetString("a"));
        Assert.Equal(1, config.GetInt("b"));
    }

    [Fact]
    public void Keys_are_the_paths_of_all_values()
    {
        _folder.Write("other.conf", "c = [1], d { e = ${a.b} }");
        var file = ConfigurationFile.Load(_folder.Write("main.conf", "a { b = 1, \"x.y\" = null }\ns { include \"other.conf\" }\nempty {}"));
        Assert.Equal(["a.b", "a.\"x.y\"", "s.c", "s.d.e"], file.Keys);
    }

    [Fact]
    public void Text_is_read_like_a_file()
    {
        _folder.Write("other.conf", "b = 2");
        var file = ConfigurationFile.Parse("a = 1\ninclude \"other.conf\"", _folder.PathOf("text.conf"));
        Assert.Equal(_folder.PathOf("text.conf"), file.Path);
        Assert.Equal((1, 2), (file.Config.GetInt("a"), file.Config.GetInt("b")));
    }

    private Config Load(string text) => ConfigurationFile.Load(_folder.Write("main.conf", text)).Config;
}
