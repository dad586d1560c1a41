using System.Globalization;
using Coterie.Lab.Runs;
using Coterie.Lab.Scenarios;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;
using Coterie.Tests.Support;

namespace Coterie.Tests.Scenarios;

/// <summary>What the keys of a scenario do in its run.</summary>
public sealed class ScenarioRunTests
{
    [Fact]
    public void A_process_asks_at_its_time_and_stays_for_its_time() => Assert.Equal(
        ["1 asked 1", "1 entered 3", "1 left 7", "2 asked 9", "2 entered 11", "2 left 12"],
        Deeds("""
            processes = 2
            latency = 1s
            requests = [{ process = 2, at = 9s }, { process = 1, at = 1s, hold = 4s }]
            """));

    [Fact]
    public void A_process_that_is_still_inside_asks_as_soon_as_it_has_left() => Assert.Equal(
        ["1 asked 0", "1 entered 2", "1 left 7", "1 asked 7", "1 entered 9", "1 left 10"],
        Deeds("""
            processes = 2
            latency = 1s
            requests = [{ process = 1, hold = 5s }, { process = 1, at = 3s, hold = 1s }]
            """));

    [Fact]
    public void A_process_that_is_down_asks_when_it_is_back() => Assert.Equal(
        ["1 asked 5", "1 entered 7", "1 left 8"],
        Deeds("""
            processes = 2
            latency = 1s
            requests = [{ process = 1, at = 2s }]
            faults { crash = "1@1s", restart = "1@5s" }
            """));

    [Fact]
    public void Latencies_of_pairs_are_those_of_both_ways_or_of_one() => Assert.Equal(
        ["1 asked 0", "1 entered 8", "1 left 9"],
        Deeds("""
            processes = 3
            latency { usual = 1s, 1-2 = 3s, 3>1 = 7s }
            requests = [{ process = 1 }]
            """));

    [Theory]
    [InlineData("ricart-agrawala")]
    [InlineData("lamport")]
    [InlineData("carvalho-roucairol")]
    [InlineData("maekawa")]
    [InlineData("majority")]
    [InlineData("suzuki-kasami")]
    [InlineData("raymond")]
    [InlineData("naimi-trehel")]
    [InlineData("central")]
    public void A_clock_at_first_is_below_the_number_of_the_first_request(string algorithm)
    {
        var requests = new List<string>();
        Run(
            $"algorithm = {algorithm}\nprocesses = 3\nclocks {{ 2 = 11 }}\nrequests = [{{ process = 2 }}]",
            (_, _, output) => requests.Add($"{output.Deed} {output.Request}"));
        Assert.Equal(["Asked 12.2", "Entered 12.2", "Left 12.2"], requests);
    }

    [Fact]
    public void A_state_is_noted_when_it_has_changed()
    {
        var notes = new List<string>();
        Run(
            """
            algorithm = suzuki-kasami
            processes = 2
            latency = 1s
            states = on
            requests = [{ process = 2 }]
            """,
            (at, process, output) =>
            {
                if (output.Deed == Deed.None)
                    notes.Add(string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds} {process}: {output.Detail}"));
            });
        Assert.Equal(
            [
                "0 1: RN [0, 0], privilege with LN [0, 0], Q []",
                "0 2: RN [0, 0], no privilege",
                "0 2: RN [0, 1], no privilege",
                "1 1: RN [0, 1], no privilege",
                "2 2: RN [0, 1], privilege with LN [0, 0], Q []",
                "3 2: RN [0, 1], privilege with LN [0, 1], Q []",
            ],
            notes);
    }

    [Fact]
    public void A_step_that_does_not_change_the_state_has_no_note()
    {
        var noted = new List<double>();
        Run(
            "processes = 2\nlatency = 1s\nstates = on\nrequests = [{ process = 1 }]",
            (at, process, output) =>
            {
                if (output.Deed == Deed.None && process.Value == 1)
                    noted.Add(at.TotalSeconds);
            });
        Assert.Equal([0, 0, 2], noted); // it begins, asks and enters; when it leaves, nothing is deferred
    }

    [Fact]
    public void A_topology_from_a_file_is_looked_for_beside_the_scenario_and_gives_the_number_of_processes()
    {
        using var tree = new TemporaryFile("1 2\n2 3\n3 4\nroot 4");
        using var file = new TemporaryFile(
            $"algorithm = raymond\ntopology = {Path.GetFileName(tree.Path)}\nrequests = [{{ process = 1 }}]");
        var settings = Scenario.Load(file.Path, TimeSpan.FromSeconds(10)).Settings.Simulation;
        Assert.Equal((4, "1-2,2-3,3-4 root 4"), (settings.Processes, settings.Protocol.Workload));
    }

    [Theory]
    [InlineData("protocol = memory\nreaders = 2\nrequests = [{ process = 3 }, { process = 4 }]", 4, "2 readers, 1 writer")]
    [InlineData(
        "protocol = quorum\nvoters = 5\nrequests = [{ process = 6 }]",
        6,
        "5 voters, 0 readers, 1 writer, lease 2000 ms, 1 lapse")]
    [InlineData(
        "protocol = variables\nwriters = 2\nrequests = [{ process = 5 }]",
        5,
        "3 voters, 0 readers, 2 writers, lease 2000 ms, 1 lapse")]
    public void Protocols_with_servers_run_with_so_many_of_each_kind(string text, int processes, string workload)
    {
        var summary = Run(text, (_, _, _) => { });
        Assert.Equal((processes, workload, RunVerdict.Good), (summary.Processes, summary.Protocol.Workload, summary.Verdict));
    }

    [Fact]
    public void A_run_that_is_cut_at_its_end_is_incomplete()
    {
        var summary = Run(
            """
            algorithm = suzuki-kasami
            processes = 3
            latency = 1s
            until = 10s
            requests = [{ process = 1, hold = 1h }, { process = 2, at = 1s }]
            """,
            (_, _, _) => { });
        Assert.Equal((RunVerdict.Incomplete, true), (summary.Verdict, summary.IsCut));
    }

    private static List<string> Deeds(string text)
    {
        var deeds = new List<string>();
        Run(text, (at, process, output) => deeds.Add(string.Create(
            CultureInfo.InvariantCulture, $"{process} {output.Deed.ToString().ToLowerInvariant()} {at.TotalSeconds}")));
        return deeds;
    }

    private static RunSummary Run(string text, Action<TimeSpan, ProcessId, IOutput> listen)
    {
        using var file = new TemporaryFile(text);
        var scenario = Scenario.Load(file.Path, TimeSpan.FromSeconds(10));
        return VirtualSimulation.Run(scenario.Settings with { ChecksInvariants = true }, [new Outputs(listen)]);
    }

    private sealed class Outputs(Action<TimeSpan, ProcessId, IOutput> listen) : IRunListener
    {
        public void On(TimeSpan at, in Step step)
        {
            foreach (ref readonly var effect in step.Effects)
            {
                if (effect.Output is { } output)
                    listen(at, step.Process, output);
            }
        }

        public void On(TimeSpan at, Fault fault)
        {
        }
    }
}
