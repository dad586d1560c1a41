using Coterie.Lab.Catalogue;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Virtual;

/// <summary>Protocols outside their assumptions: what happens then has an end and a verdict.</summary>
public sealed class AnywayTests
{
    private static readonly string[] Faults =
    [
        "pause 1@100ms..200ms",
        "partition 1@100ms..200ms",
        "crash 1@100ms;restart 1@200ms",
        "crash 2@100ms;restart 2@200ms:forgetful",
        "crash 1@100ms;restart 1@200ms:forgetful;crash 1@300ms;restart 1@400ms:forgetful",
    ];

    public static TheoryData<string> Names() => [.. ProtocolCatalogue.Protocols.Select(protocol => protocol.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_protocol_comes_to_an_end_on_any_network(string name)
    {
        for (var seed = 0; seed < 90; seed++)
        {
            var summary = VirtualSimulation.Run(Of(ProtocolCatalogue.Find(name)!, seed));
            Assert.True(summary.Elapsed > TimeSpan.Zero, $"seed {seed}");
        }
    }

    [Fact]
    public void Who_gets_in_no_more_is_starved_even_if_somebody_is_inside_when_the_time_is_over()
    {
        var summary = VirtualSimulation.Run(
            Scenario.Of(3, 10, "0", "3s", MutexAlgorithms.SuzukiKasami.InLab()) with
            {
                Network = new NetworkModel { Loss = new Chance(1) },
                Anyway = true,
            });
        Assert.Equal([new ProcessId(2), new ProcessId(3)], summary.StillWaiting);
        Assert.Equal((4, 2), (summary.MessagesLost, summary.ViolationCount));
        Assert.All(summary.Violations, violation => Assert.Equal(MutexProperties.Progress, violation.Property));
    }

    [Fact]
    public void Who_waits_when_the_time_is_over_gets_in_if_nothing_was_lost()
    {
        var settings = Scenario.Of(3, 10, "0", "3s", MutexAlgorithms.SuzukiKasami.InLab());
        Assert.Equal(2, VirtualSimulation.Run(settings).Withdrawn);
        var summary = VirtualSimulation.Run(settings with { Anyway = true });
        Assert.Equal((RunVerdict.Good, 0), (summary.Verdict, summary.Withdrawn));
    }

    [Fact]
    public void A_process_that_meets_what_its_rules_exclude_ends_the_run_in_one_sentence()
    {
        var settings = Scenario.Of(3, 60, "0..20ms", "1ms..20ms", MutexAlgorithms.SuzukiKasami.InLab()) with
        {
            Network = new NetworkModel { Latency = Latency.TryParse("exp:5ms")!, Duplicate = new Chance(0.2) },
            Anyway = true,
            ChecksInvariants = false,
        };
        var summary = VirtualSimulation.Run(settings);
        Assert.Matches(
            "^Process [123] met what its rules exclude: A process that leaves must have the privilege; [^.]+$", summary.Stopped);
        Assert.Contains(summary.Violations, violation => violation.Property == MutexProperties.Exclusion);
    }

    [Theory]
    [InlineData("lamport", "no message is lost|no message arrives twice|messages from one process to another arrive in the order "
        + "in which they were sent|a process that comes back still knows what it knew")]
    [InlineData("raymond", "no message is lost|no message arrives twice|a process that comes back still knows what it knew")]
    [InlineData("ricart-agrawala", "a process that comes back still knows what it knew")]
    [InlineData("memory", "a process that comes back still knows what it stored")]
    [InlineData("quorum", "all clocks run at about the same rate|the clock of such a process does not jump")]
    public void Each_missing_assumption_is_named(string name, string assumed)
    {
        var by = TimeSpan.FromMilliseconds(300);
        var settings = Of(ProtocolCatalogue.Find(name)!, 71); // with a restart that is forgetful
        settings = settings with
        {
            Network = settings.Network with { Loss = new Chance(0.2), Duplicate = new Chance(0.2), Reorder = true },
            Faults = [.. settings.Faults, new PlannedFault.Jump(new ProcessId(1), by, by)],
            Drifts = new Dictionary<ProcessId, int> { [new ProcessId(2)] = 100_000 },
        };
        Assert.Equal(
            assumed.Split('|'),
            MissingAssumption.Of(settings, VirtualSimulation.Run(settings)).Select(missing => missing.Assumed));
    }

    private static VirtualSettings Of(Protocol protocol, int seed)
    {
        var processes = protocol.Servers + 2 + (seed % 4);
        var scenario = Scenario.Of(processes, 1, "0..20ms", "1ms..20ms", protocol.For(processes));
        return scenario with
        {
            Simulation = scenario.Simulation with { Seed = seed, ResendInterval = TimeSpan.FromMilliseconds(50) },
            Network = new NetworkModel
            {
                Latency = Latency.TryParse("exp:5ms")!,
                Loss = new Chance(seed % 3 * 0.02),
                Duplicate = new Chance(seed / 3 % 3 * 0.1),
                Reorder = seed / 9 % 2 == 0,
            },
            Faults = Scenario.Faults(Faults[seed / 18 % Faults.Length]),
            Anyway = true,
            ChecksInvariants = false,
        };
    }
}
