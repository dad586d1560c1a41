using System.Globalization;
using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Virtual;

/// <summary>
/// Ten thousand runs of random sizes on random networks with random faults, the same ones each time: nothing is violated, no
/// invariant is broken, and every process enters. The environment variable TESTS_SEEDED_RUNS changes their number,
/// TESTS_FIRST_SEED the first seed.
/// </summary>
public sealed class SeededRunTests
{
    private static readonly int Runs = Number("TESTS_SEEDED_RUNS", 10_000);
    private static readonly int FirstSeed = Number("TESTS_FIRST_SEED", 1);

    [Fact]
    public void Whatever_the_network_does_nothing_is_violated_and_everybody_gets_in()
    {
        var faults = new FaultCounts();
        long entries = 0;
        foreach (var seed in Enumerable.Range(FirstSeed, Runs))
        {
            var settings = RandomSettings.Of(seed);
            var summary = VirtualSimulation.Run(settings, [faults]);
            entries += summary.Entries;
            Assert.True(summary.IsGood, $"seed {seed}: {Scenario.Text(settings)}\n{string.Join('\n', summary.Violations)}");
            if (settings.Requests is { } requests && summary.Crashed.Count == 0)
                Assert.True(
                    summary.Entries == requests * summary.Processes,
                    $"seed {seed}: {Scenario.Text(settings)}\nentries {summary.Entries}");
            if (summary.Crashed.Count == 0)
                Assert.True(
                    summary.Blocked.Count == 0,
                    $"seed {seed}: {Scenario.Text(settings)}\nblocked {string.Join(", ", summary.Blocked)}");
        }
        Assert.True(entries > 10L * Runs, $"{entries} entries");
        Assert.All(faults.Of, fault => Assert.True(fault.Value > Runs / 50, $"{fault.Key} must happen, {fault.Value} did"));
        Assert.Equal(8, faults.Of.Count);
    }

    [Theory]
    [InlineData("no-tie-break")]
    [InlineData("reply-while-inside")]
    [InlineData("clock-not-advanced")]
    [InlineData("stale-reply-counted")]
    [InlineData("order-reversed")]
    [InlineData("always-defer")]
    public void The_same_runs_of_broken_rules_are_violated(string bug)
    {
        var protocol = ProtocolCatalogue.FindExhibit(bug)!.Protocol;
        Assert.Contains(Enumerable.Range(1, 200), seed =>
        {
            var settings = RandomSettings.Of(seed);
            return !VirtualSimulation.Run(
                settings with { Simulation = settings.Simulation with { Protocol = protocol }, ChecksInvariants = false }).IsGood;
        });
    }

    internal static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private sealed class FaultCounts : IRunListener
    {
        public Dictionary<string, long> Of { get; } = [];

        public void On(TimeSpan at, in Step step)
        {
        }

        public void On(TimeSpan at, Fault fault) => Of[fault.GetType().Name] = Of.GetValueOrDefault(fault.GetType().Name) + 1;
    }
}
