using Akka.Configuration;
using Coterie.Configuration;
using Coterie.Nodes;
using Coterie.Simulation;

namespace Coterie.Tests.Configuration;

public sealed class CoterieSettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        var settings = CoterieSettings.Read(Load());
        Assert.Equal(TimeSpan.FromSeconds(10), settings.Mutex.ResendInterval);
        Assert.Equal(DurationRange.TryParse("1s..3s"), settings.Think);
        Assert.Equal(DurationRange.TryParse("1s..3s"), settings.Hold);
        Assert.Null(settings.Seed);
    }

    [Fact]
    public void A_later_file_goes_over_an_earlier_one_and_the_environment_over_both()
    {
        var first = File("a.conf", "coterie.simulate { think = 1ms, hold = 1ms, seed = 1 }");
        var second = File("b.conf", "coterie.simulate { hold = 2ms, seed = 2 }");
        var settings = CoterieSettings.Read(CoterieConfiguration.Load([first, second], name => name == "COTERIE_SIMULATE_SEED" ? "3" : null));
        Assert.Equal(("1ms", "2ms", 3L), (settings.Think.ToString(), settings.Hold.ToString(), settings.Seed));
    }

    [Fact]
    public void All_values_that_break_a_rule_are_named_at_once()
    {
        var path = File("bad.conf", "coterie { mutex.resend-interval = 0, simulate { think = 3s..1s, seed = often } }");
        var error = Assert.Throws<SettingsException>(() => CoterieSettings.Read(Load(path)));
        Assert.Equal(
            [
                "coterie.mutex.resend-interval must be a duration above 0, such as 250ms or 10s, up to 1h, was [0].",
                "coterie.simulate.think must be a duration such as 250ms, 1.5s, 2m or 0, or a range of two, shorter..longer, up to 1h, was [3s..1s].",
                "coterie.simulate.seed must be a whole number from -9223372036854775808 to 9223372036854775807, or random, was [often].",
            ],
            error.Message.Split(Environment.NewLine));
    }

    [Fact]
    public void A_key_that_does_not_exist_is_refused_with_the_file_and_the_known_ones()
    {
        var path = File("typo.conf", "coterie.simulate.thinks = 1s");
        var error = Assert.Throws<SettingsException>(() => Load(path));
        Assert.StartsWith($"{path}: coterie.simulate.thinks is not a setting; known are coterie.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("akka", error.Message[path.Length..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_is_named_by_an_address_or_a_name_and_by_default_it_is_not()
    {
        Assert.Equal(new NodeSettings(null, 4053), CoterieSettings.Read(Load()).Node);
        var settings = CoterieSettings.Read(Load(File("node.conf", "coterie.node { host = \"[::1]\", port = 7 }")));
        Assert.Equal(new NodeSettings("::1", 7), settings.Node);
        var error = Assert.Throws<SettingsException>(() => CoterieSettings.Read(Load(File("node.conf", "coterie.node { host = \"a b\", port = 70000 }"))));
        Assert.Equal(
            [
                "coterie.node.host must be an address, such as 10.0.0.1, or a name, or empty, was [a b].",
                "coterie.node.port must be a whole number from 0 to 65535, was [70000].",
            ],
            error.Message.Split(Environment.NewLine));
    }

    [Fact]
    public void Other_sections_are_passed_on_as_they_are()
    {
        var config = Load(File("akka.conf", "akka.loglevel = ERROR, mine.own = 5"));
        Assert.Equal(("ERROR", 5), (config.GetString("akka.loglevel"), config.GetInt("mine.own")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Config Load(params string[] paths) => CoterieConfiguration.Load(paths);

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
