using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Nodes;
using Coterie.Lab.Configuration;
using Coterie.Lab.Workloads;

namespace Coterie.Tests.Configuration;

public sealed class LabSettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        Assert.Equal(TimeSpan.FromSeconds(10), CoterieSettings.Read(Load()).Mutex.ResendInterval);
        var settings = LabSettings.Read(Load());
        Assert.Equal(DurationRange.TryParse("1s..3s"), settings.Think);
        Assert.Equal(DurationRange.TryParse("1s..3s"), settings.Hold);
        Assert.Null(settings.Seed);
    }

    [Fact]
    public void A_later_file_goes_over_an_earlier_one_and_the_environment_over_both()
    {
        var first = File("a.conf", "coterie.simulate { think = 1ms, hold = 1ms, seed = 1 }");
        var second = File("b.conf", "coterie.simulate { hold = 2ms, seed = 2 }");
        var settings = LabSettings.Read(
            LabConfiguration.Load([first, second], new Dictionary<string, string> { ["COTERIE_SIMULATE_SEED"] = "3" }));
        Assert.Equal(("1ms", "2ms", 3L), (settings.Think.ToString(), settings.Hold.ToString(), settings.Seed));
    }

    [Fact]
    public void All_values_that_break_a_rule_are_named_at_once()
    {
        var path = File("bad.conf", "coterie { mutex.resend-interval = 0, simulate {\n think = 3s..1s,\nseed = often } }");
        var error = Assert.Throws<SettingsException>(() => CoterieSettings.Read(Load(path)));
        Assert.Equal(
            [
                $"{path}, line 1, column 11: coterie.mutex.resend-interval must be a duration above 0, "
                + "such as 250ms or 10s, up to 1h, was [0].",
                $"{path}, line 2, column 2: coterie.simulate.think must be a duration such as 250ms, 1.5s, 2m or 0, "
                + "or a range of two, shorter..longer, up to 1h, was [3s..1s].",
                $"{path}, line 3, column 1: coterie.simulate.seed must be a whole number "
                + "from -9223372036854775808 to 9223372036854775807, or random, was [often].",
            ],
            error.Message.Split(Environment.NewLine));
    }

    [Fact]
    public void A_key_that_does_not_exist_is_refused_with_its_place_and_the_known_ones()
    {
        var path = File("typo.conf", "coterie {\n  colour = red\n}");
        var error = Assert.Throws<SettingsException>(() => Load(path));
        Assert.StartsWith(
            $"{path}, line 2, column 3: coterie.colour is not a setting; known are coterie.node.host, ",
            error.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("akka", error.Message[path.Length..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_is_named_by_an_address_or_a_name_and_by_default_it_is_not()
    {
        Assert.Equal(new NodeSettings(null, 4053, 1000, TimeSpan.FromSeconds(10)), CoterieSettings.Read(Load()).Node);
        var settings = CoterieSettings.Read(Load(File("node.conf", "coterie.node { host = \"[::1]\", port = 7 }")));
        Assert.Equal(new NodeSettings("::1", 7, 1000, TimeSpan.FromSeconds(10)), settings.Node);
        var path = File("node.conf", "coterie.node { host = \"a b\", port = 70000 }");
        var error = Assert.Throws<SettingsException>(() => Load(path));
        Assert.Equal(
            [
                $"{path}, line 1, column 16: coterie.node.host must be an address, "
                + "such as 10.0.0.1, or a name, or empty, was [a b].",
                $"{path}, line 1, column 30: coterie.node.port must be a whole number from 0 to 65535, was [70000].",
            ],
            error.Message.Split(Environment.NewLine));
    }

    [Theory]
    [InlineData("127.1")]
    [InlineData("0x7f.1")]
    [InlineData("010.0.0.1")]
    public void An_address_that_is_not_written_in_full_is_refused(string address)
    {
        var path = File("node.conf", $"coterie.node.host = \"{address}\"");
        Assert.EndsWith(
            $"coterie.node.host must be an address, such as 10.0.0.1, or a name, or empty, was [{address}].",
            Assert.Throws<SettingsException>(() => Load(path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Other_sections_are_passed_on_as_they_are()
    {
        var config = Load(File("akka.conf", "akka.loglevel = ERROR, mine.own = 5"));
        Assert.Equal(("ERROR", 5), (config.GetString("akka.loglevel"), config.GetInt("mine.own")));
    }

    [Theory]
    [InlineData(
        "coterie.simulate.thinks = 1s", "coterie.simulate.thinks is not a setting (did you mean coterie.simulate.think?).")]
    [InlineData("coterie.simulat {}", "coterie.simulat is not a setting; known are coterie.node.host")]
    [InlineData("coteri.simulate.think = 1s", "coteri.simulate.think is not a setting (did you mean coterie.simulate.think?).")]
    [InlineData(
        "Coterie { simulate.think = 1s }", "Coterie.simulate.think is not a setting (did you mean coterie.simulate.think?).")]
    [InlineData("\"coterie.simulate.think\" = 1s", "\"coterie.simulate.think\" must stand without quotes.")]
    [InlineData("coterie = 1", "coterie is not a setting; known are")]
    [InlineData("coterie.simulate.think = [1s]", "coterie.simulate.think must be a single value, was [a list].")]
    [InlineData("coterie.simulate.think {}", "coterie.simulate.think must be a single value, was [a section].")]
    [InlineData("coterie.simulate.think.most = 1s", "coterie.simulate.think.most is not a setting")]
    [InlineData(
        "coterie.simulate.think = 1",
        "coterie.simulate.think must be a duration such as 250ms, 1.5s, 2m or 0, "
        + "or a range of two, shorter..longer, up to 1h; "
        + "a number needs its unit, such as 1s, was [1].")]
    [InlineData(
        "coterie.memory.raw-port.dispatcher.throughput = x",
        "coterie.memory.raw-port.dispatcher.throughput must be a whole number from 1 to 1000000, was [x].")]
    [InlineData(
        "coterie.memory.raw-port.dispatcher.type = System.String",
        "coterie.memory.raw-port.dispatcher.type must be the name of a class that makes dispatchers, with its assembly, was "
        + "[System.String].")]
    [InlineData("akka = 1", "akka must be a section.")]
    public void What_cannot_be_meant_is_refused_with_its_place(string text, string problem)
    {
        var path = File("wrong.conf", text);
        Assert.StartsWith(
            $"{path}, line 1, column 1: {problem}",
            Assert.Throws<SettingsException>(() => Load(path)).Message.Replace("column 11", "column 1", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_a_file_has_twice_is_refused()
    {
        var path = File("twice.conf", "coterie.simulate { think = 1s }\ncoterie.simulate.think = 2s");
        Assert.Equal(
            $"{path}, line 2, column 1: coterie.simulate.think must be given once, and is in line 1, too.",
            Assert.Throws<SettingsException>(() => Load(path)).Message);
    }

    [Theory]
    [InlineData(
        "COTERIE_SIMULATE_THINK",
        "5",
        "coterie.simulate.think (COTERIE_SIMULATE_THINK) must be a duration such as 250ms, 1.5s, 2m or 0, or a range of two, "
        + "shorter..longer, up to 1h; a number needs its unit, such as 5s, was [5].")]
    [InlineData("COTERIE_SIMULATE_THINK", "null", "coterie.simulate.think (COTERIE_SIMULATE_THINK) must be a value, was [null].")]
    [InlineData(
        "COTERIE_SIMULATE_SEED",
        "\u001B${x}\n",
        "coterie.simulate.seed (COTERIE_SIMULATE_SEED) must be a whole number from -9223372036854775808 to "
        + "9223372036854775807, or random, was [\\u001B${x}].")]
    [InlineData(
        "COTERIE_SIMULATE_THIMK",
        "5s",
        "COTERIE_SIMULATE_THIMK is not an environment variable of coterie (did you mean COTERIE_SIMULATE_THINK?).")]
    [InlineData(
        "COTERIE_\u001B", "5s", "COTERIE_\\u001B is not an environment variable of coterie; known are COTERIE_NODE_HOST, ")]
    public void A_variable_that_is_wrong_is_named(string variable, string value, string message)
    {
        var environment = new Dictionary<string, string> { [variable] = value, ["PATH"] = "/", ["COTERIES"] = "5" };
        Assert.StartsWith(
            message,
            Assert.Throws<SettingsException>(() => LabConfiguration.Load([], environment)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_value_that_another_file_or_variable_overrides_does_no_harm()
    {
        var wrong = File("a.conf", "coterie.simulate { think = soon, hold = soon }");
        var right = File("b.conf", "coterie.simulate.think = 10 seconds");
        var environment = new Dictionary<string, string> { ["COTERIE_SIMULATE_HOLD"] = "1 minute" };
        var settings = LabSettings.Read(LabConfiguration.Load([wrong, right], environment));
        Assert.Equal(("10s", "60s"), (settings.Think.ToString(), settings.Hold.ToString()));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Config Load(params string[] paths) => LabConfiguration.Load(paths);

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
