using Coterie.Lab.Memory;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Virtual;

/// <summary>What does not go together is refused by name, before anything runs.</summary>
public sealed class SettingsCheckTests
{
    private static readonly Protocol Fragile =
        MutexAlgorithms.RicartAgrawala.InLab() with { Name = "fragile", Needs = new NetworkNeeds(InOrder: true, Lossless: true) };

    private static readonly Protocol Punctual = MutexAlgorithms.RicartAgrawala.InLab() with
    {
        Name = "punctual",
        MostDrift = 45_000,
        MayJump = process => process.Value > 1,
    };

    [Theory]
    [InlineData("pause 4@1s..2s", "pause must be of processes from 1 to 3, was [4@1s..2s].")]
    [InlineData("partition 1,4|2@1s..2s", "partition must be of processes from 1 to 3, was [1,4|2@1s..2s].")]
    [InlineData("crash 1@11s", "crash must be over by the end of the run, 10s, was [1@11s].")]
    [InlineData("pause 1@9s..11s", "pause must be over by the end of the run, 10s, was [1@9s..11s].")]
    [InlineData(
        "partition 1..3@1s..2s",
        "partition must be of two groups at least (those not named are one more), each process in one of them, was "
        + "[1..3@1s..2s].")]
    [InlineData(
        "partition 1,2|2,3@1s..2s",
        "partition must be of two groups at least (those not named are one more), each process in one of them, was "
        + "[1,2|2,3@1s..2s].")]
    [InlineData("partition 1@1s..3s;partition 2@2s..4s", "partition must be over before the next one begins, was [2@2s..4s].")]
    [InlineData("restart 1@2s", "restart must be after a crash of the process, was [1@2s].")]
    [InlineData("crash 2@1s;restart 1@2s", "restart must be after a crash of the process, was [1@2s].")]
    [InlineData("crash 1@1s;crash 1@2s", "crash must be of a process that has not crashed before, was [1@2s].")]
    [InlineData("crash 1@1s;pause 1@2s..3s", "pause must be of a process that has not crashed before, was [1@2s..3s].")]
    [InlineData("crash 1@1s;restart 1@1s", "restart must be after what happens to the process before is over, was [1@1s].")]
    [InlineData("pause 1@1s..3s;crash 1@2s", "crash must be after what happens to the process before is over, was [1@2s].")]
    [InlineData(
        "pause 1@1s..3s;pause 1@2s..4s", "pause must be after what happens to the process before is over, was [1@2s..4s].")]
    public void Faults_that_do_not_go_together(string faults, string message) => Expect(message, Run(faults));

    [Theory]
    [InlineData("pause 1@1s..3s;pause 2@2s..4s;pause 1@3s..4s")]
    [InlineData("crash 1@1s;restart 1@2s;crash 1@3s;pause 2@1s..10s")]
    [InlineData("partition 1@1s..2s;partition 1|2@2s..3s")]
    public void Faults_that_go_together(string faults) => Assert.Null(SettingsCheck.Find(Run(faults)));

    [Fact]
    public void A_run_in_which_no_time_would_go_by() =>
        Expect(
            "hold must be above 0 in virtual time, where think is 0: no time would go by, was [0].",
            Scenario.Of(3, 10, "0", "0"));

    [Fact]
    public void Too_many_processes() =>
        Expect("processes must be from 1 to 10000, was [10001].", Scenario.Of(10_001, 10, "1s", "1s"));

    [Fact]
    public void Reordering_of_messages_that_all_take_the_same_time() => Expect(
        "latency must be a range or exp:MEAN with reorder, as messages that all take the same time do not overtake, was [1ms].",
        With(new NetworkModel { Latency = Latency.Constant(TimeSpan.FromMilliseconds(1)), Reorder = true }));

    [Fact]
    public void Reordering_without_a_latency_has_one_that_varies() =>
        Assert.Null(SettingsCheck.Find(With(new NetworkModel { Reorder = true })));

    [Fact]
    public void A_network_that_the_algorithm_does_not_stand()
    {
        Expect(
            "reorder must be left out with fragile, which needs messages to arrive in the order in which they were sent, was "
            + "[on].",
            With(new NetworkModel { Reorder = true }, Fragile));
        Expect(
            "loss must be left out with fragile, which needs every message to arrive, and once, was [1%].",
            With(new NetworkModel { Loss = new Chance(0.01) }, Fragile));
        Expect(
            "duplicate must be left out with fragile, which needs every message to arrive, and once, was [2%].",
            With(new NetworkModel { Duplicate = new Chance(0.02) }, Fragile));
    }

    [Theory]
    [InlineData(
        "partition 1@1s..2s",
        "partition must be left out with fragile, which needs every message to arrive, and once (what is lost meanwhile does "
        + "not come again), was [1@1s..2s].")]
    [InlineData(
        "crash 1@1s;restart 1@2s",
        "restart must be left out with fragile, which needs every message to arrive, and once (what is lost meanwhile does not "
        + "come again), was [1@2s].")]
    public void Faults_that_the_algorithm_does_not_stand(string faults, string message) =>
        Expect(message, Run(faults) with { Simulation = Run(faults).Simulation with { Protocol = Fragile } });

    [Theory]
    [InlineData(45_000, null)]
    [InlineData(-45_000, null)]
    [InlineData(
        45_001, "clock must be from -4.5% to +4.5% with punctual, which needs clocks of about the same rate, was [2:+4.5001%].")]
    [InlineData(
        -90_000, "clock must be from -4.5% to +4.5% with punctual, which needs clocks of about the same rate, was [2:-9%].")]
    public void Clocks_that_the_protocol_does_not_stand(int drift, string? message)
    {
        var settings = Scenario.Of(3, 10, "1s", "1s", Punctual) with
        {
            Drifts = new Dictionary<ProcessId, int> { [new ProcessId(2)] = drift },
        };
        if (message is null)
            Assert.Null(SettingsCheck.Find(settings));
        else
            Expect(message, settings);
    }

    [Fact]
    public void Jumps_that_the_protocol_does_not_stand()
    {
        var by = TimeSpan.FromSeconds(5);
        var settings = Scenario.Of(3, 10, "1s", "1s", Punctual);
        Assert.Null(SettingsCheck.Find(settings with { Faults = [new PlannedFault.Jump(new ProcessId(2), by, by)] }));
        Expect(
            "clock must be without a jump of Process 1 with punctual, which would end there too early what it has to "
            + "wait for, was [1:jump=5s@5s].",
            settings with { Faults = [new PlannedFault.Jump(new ProcessId(1), by, by)] });
    }

    [Theory]
    [InlineData("4@1s", "withdraw must be of processes from 1 to 3, was [4@1s].")]
    [InlineData("3@11s", "withdraw must be by the end of the run, 10s, was [3@11s].")]
    public void Withdrawals_that_cannot_be(string withdrawal, string message) =>
        Expect(message, WithWithdrawal(withdrawal));

    [Fact]
    public void Withdrawals_of_a_process_that_makes_no_requests() => Expect(
        "withdraw must be of a process that makes requests; Memory makes none, was [1@1s].",
        WithWithdrawal("1@1s", MemoryLab.Memory));

    private static VirtualSettings WithWithdrawal(string withdrawal, Protocol? protocol = null) =>
        Scenario.Of(3, 10, "1s", "1s", protocol) with { Withdrawals = [FaultNotation.TryParseWithdrawal(withdrawal)!] };

    private static VirtualSettings With(NetworkModel network, Protocol? protocol = null) =>
        Scenario.Of(3, 10, "1s", "1s", protocol) with { Network = network };

    private static VirtualSettings Run(string faults) => Scenario.Of(3, 10, "1s", "1s") with
    {
        Faults = Scenario.Faults(faults),
    };

    private static void Expect(string message, VirtualSettings settings)
    {
        Assert.Equal(message, SettingsCheck.Find(settings)?.ToString());
        Assert.StartsWith(
            message, Assert.Throws<ArgumentException>(() => VirtualSimulation.Run(settings)).Message, StringComparison.Ordinal);
    }
}
