using Coterie.Actors.Configuration;
using Coterie.Lab.Scenarios;
using Coterie.Tests.Support;

namespace Coterie.Tests.Scenarios;

/// <summary>What a scenario must not say: each error names line and column, the key, the rule and the value.</summary>
public sealed class ScenarioErrorTests
{
    private const string Good = "processes = 3\nrequests = [{ process = 1 }]\n";

    [Theory]
    [InlineData("latencies = 1s", "line 3, column 1: latencies is not a key of a scenario (did you mean latency?).")]
    [InlineData("seed = 1\nseed = 2", "line 4, column 1: seed must be given once, and is in line 3, too.")]
    [InlineData("seed = x", "line 3, column 1: seed must be a whole number from -9223372036854775808 to 9223372036854775807, "
        + "was [x].")]
    [InlineData("seed = [1]", "line 3, column 1: seed must be a single value, was [a list].")]
    [InlineData("until = 0", "line 3, column 1: until must be a duration above 0, such as 30s, up to 1d, was [0].")]
    [InlineData("states = maybe", "line 3, column 1: states must be on or off, was [maybe].")]
    [InlineData("clocks { 4 = 1 }", "line 3, column 10: clocks must be of processes from 1 to 3, was [4].")]
    [InlineData("clocks { 2 = -1 }", "line 3, column 10: clocks.2 must be a whole number from 0 to 1000000000, was [-1].")]
    [InlineData("clocks { P1 = 1 }", "line 3, column 10: A key of clocks must be the number of a process, from 1, was [P1].")]
    [InlineData(
        "latency = 1",
        "line 3, column 1: latency must be a duration such as 1ms, a range such as 500us..2ms, or exp:MEAN "
        + "such as exp:1ms, up to 1h; a number needs its unit, such as 1s, was [1].")]
    [InlineData("latency { 1-9 = 1s }", "line 3, column 11: latency must be between processes from 1 to 3, was [1 and 9].")]
    [InlineData(
        "latency { all = 1s }",
        "line 3, column 11: A key of latency must be usual, two processes such as 1-3, or one way "
        + "such as 1>3, was [all].")]
    [InlineData(
        "faults.crash = [\"1@2s\", \"x\"]",
        "line 3, column 25: faults.crash must be PROCESS@TIME, such as 3@5s, was [x].")]
    [InlineData("faults { crash = \"4@2s\" }", "line 3, column 10: faults.crash must be of processes from 1 to 3, was [4@2s].")]
    [InlineData("faults { loss = 200% }", "line 3, column 10: faults.loss must be a share such as 1%, 0.5% or 0, up to 100%, "
        + "was [200%].")]
    [InlineData(
        "topology = chain",
        "line 3, column 1: topology must be left out with ricart-agrawala, in which every process can "
        + "reach every other one, was [chain].")]
    [InlineData("voters = 3", "line 3, column 1: voters must be left out with ricart-agrawala, whose processes are all alike, "
        + "was [3].")]
    [InlineData("algorithm = raymond\ntopology = chian", "line 4, column 1: topology must be tree, chain, star or a file that is "
        + "there (did you mean chain?), was [chian].")]
    [InlineData("algorithm = raymond\nroot = 4", "line 4, column 1: root must be a process from 1 to 3, was [4].")]
    [InlineData(
        "algorithm = raymond\nfaults.loss = 1%",
        "line 4, column 1: faults.loss must be left out with raymond, which needs "
        + "every message to arrive, and once, was [1%].")]
    [InlineData("algorithm = raymond\nbug = never", "line 4, column 1: bug must be a bug of raymond: pointer-not-turned or "
        + "asked-not-cleared, was [never].")]
    [InlineData(
        "algorithm = raymond\nprotocol = memory",
        "line 4, column 1: protocol must be left out with algorithm, was [memory].")]
    public void A_line_that_breaks_a_rule_is_refused(string line, string error) => Assert.Contains(error, Refusal(Good + line));

    [Theory]
    [InlineData("requests = [{ process = 1 }]", "line 1, column 1: processes must be a whole number from 1 to 10000, was [].")]
    [InlineData(
        "processes = 3",
        "line 1, column 1: requests must be a list such as [{ process = 1, at = 0, hold = 2s }], was [].")]
    [InlineData("processes = 3\nrequests = []", "line 2, column 1: requests must be a list such as [{ process = 1, at = 0, "
        + "hold = 2s }], was [an empty list].")]
    [InlineData("processes = 3\nrequests = [{ process = 4 }]", "line 2, column 15: process must be from 1 to 3, was [4].")]
    [InlineData(
        "processes = 3\nrequests = [\n  { at = 1s }\n]",
        "line 3, column 3: process must be the number of a process, from 1, "
        + "was [].")]
    [InlineData(
        "processes = 3\nrequests = [\n  { process = 1, at = 1m }\n]",
        "line 3, column 18: at must be before the end of the "
        + "run, 60s (key until), was [60s].")]
    [InlineData("processes = 3\nrequests = [{ process = 1, hold = 1 }]", "line 2, column 28: hold must be a duration such as 0, "
        + "250ms or 10s, up to 1d; a number needs its unit, such as 1s, was [1].")]
    [InlineData(
        "processes = 3\nrequests = [{ process = 1, wait = 1s }]",
        "line 2, column 28: wait is not a key of a request; known "
        + "are process, at, hold.")]
    [InlineData("processes = 3\nrequests = [1]", "line 2, column 13: requests must be a list of sections in braces, was [1].")]
    [InlineData(
        "protocol = memory\nrequests = [{ process = 1 }]",
        "line 2, column 15: process must be a process that asks, which "
        + "Memory does not, was [1].")]
    [InlineData("protocol = memory\nstates = on\nrequests = [{ process = 2 }]", "line 2, column 1: states must be left out with "
        + "memory, which cannot note its states, was [on].")]
    [InlineData(
        "protocol = quorum\nprocesses = 3\nrequests = [{ process = 4 }]",
        "line 2, column 1: processes must be left out with "
        + "quorum; its processes are its voters, readers and writers, was [3].")]
    public void A_file_that_breaks_a_rule_is_refused(string text, string error) => Assert.Contains(error, Refusal(text));

    [Fact]
    public void All_errors_are_named_at_once()
    {
        var lines = Refusal("processes = 0\nrequests = [{ process = x }]\nseed = y").Split(Environment.NewLine);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void What_is_not_HOCON_is_refused_as_in_a_configuration_file()
    {
        using var file = new TemporaryFile("processes = 3\nrequests = [\n");
        var refused = Assert.Throws<ConfigurationFileException>(() => Scenario.Load(file.Path, TimeSpan.FromSeconds(10)));
        Assert.Equal((2, 12), (refused.Line, refused.Column));
    }

    private static string Refusal(string text)
    {
        using var file = new TemporaryFile(text);
        var refused = Assert.Throws<SettingsException>(() => Scenario.Load(file.Path, TimeSpan.FromSeconds(10)));
        return refused.Message.Replace($"{file.Path}, ", "", StringComparison.Ordinal);
    }
}
