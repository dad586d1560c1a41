using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Coterie.Lab.Catalogue;
using Coterie.Lab.Mutex;
using Coterie.Lab.Running;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Tracing.Reading;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Tracing;

/// <summary>
/// The judge of recorded traces: good traces of all kinds pass; of a bad trace it names the rule, the line and what led to it.
/// </summary>
public sealed class TraceJudgeTests
{
    private static readonly Config Quiet =
        ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }");

    [Theory]
    [MemberData(nameof(RecordedRuns.Algorithms), MemberType = typeof(RecordedRuns))]
    public void A_virtual_run_of_any_algorithm_with_all_faults_that_it_can_stand_is_accepted(string protocol)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var processes = 1 + (seed * 2);
            var verdict = Check(TraceFiles.Write(RecordedRuns.Of(ProtocolCatalogue.Find(protocol)!, processes, seed)));
            Assert.True(verdict.Violation is null, $"seed {seed}: {verdict.Violation}");
            Assert.Equal(processes * 4, verdict.Summary.Entries + verdict.Summary.Withdrawn);
        }
    }

    [Fact]
    public void Runs_of_random_steps_are_accepted()
    {
        for (var seed = 0; seed < 40; seed++)
            Assert.True(
                Check(TraceFiles.Write(RandomTrace.Play(seed, 1 + (seed % 5), 3, faults: seed % 2 == 0))) is { Violation: null },
                $"seed {seed}");
    }

    [Fact]
    public async Task A_run_of_real_actors_is_accepted()
    {
        var events = new List<TraceEvent>();
        var range = DurationRange.TryParse("0")!;
        var settings = new SimulationSettings(
            5, TimeSpan.FromSeconds(0.2), range, range, 1, TimeSpan.FromSeconds(10), MutexAlgorithms.RicartAgrawala.InLab());
        var summary = await ActorSimulation.RunAsync(settings, Quiet, trace: new TraceRecorder(5, settings.Protocol, events.Add));
        var verdict = Check(
            TraceFiles.Write(new Trace(new TraceHeader("ricart-agrawala", 5, 1, false, DateTimeOffset.UnixEpoch), events)));
        Assert.True(verdict.Violation is null, $"{verdict.Violation}");
        Assert.Equal(
            (summary.Entries, summary.Withdrawn, summary.Messages.Total),
            (verdict.Summary.Entries, verdict.Summary.Withdrawn, verdict.Summary.Messages.Total));
    }

    [Fact]
    public void The_example_in_the_description_of_the_format_is_a_good_trace()
    {
        var example = Regex.Match(File.ReadAllText(DescriptionPath()), "(?s)```\n(\\{\"coterie.*?)```").Groups[1].Value;
        var verdict = Check(example);
        Assert.Null(verdict.Violation);
        Assert.Equal((10, 2), (verdict.Events, verdict.Summary.Entries));
        Assert.Equal(example, TraceFiles.Write(TraceFiles.Read(example)));
    }

    [Fact]
    public void The_figures_are_those_of_the_run()
    {
        var trace = RandomTrace.Play(7, 4, 5, faults: false);
        var verdict = Check(TraceFiles.Write(trace));
        Assert.Equal(trace.Events.Count, verdict.Events);
        Assert.Equal(trace.Events.Count(e => e.Kind == TraceEventKind.Enter), verdict.Summary.Entries);
        Assert.Equal(trace.Events.Sum(e => e.Sends.Count), verdict.Summary.Messages.Total);
        Assert.Equal(6, verdict.Summary.MessagesPerEntry);
    }

    [Theory]
    [InlineData("no-tie-break", "Exclusion")]
    [InlineData("reply-while-inside", "Exclusion")]
    [InlineData("clock-not-advanced", "Order")]
    [InlineData("order-reversed", "Order")]
    [InlineData("always-defer", "Progress")]
    public void The_trace_of_a_broken_algorithm_is_judged_by_the_promises_of_the_whole_one(string bug, string rule)
    {
        var found = Enumerable.Range(0, 20)
            .Select(
                seed => Check(
                    TraceFiles.Write(
                        RecordedRuns.Of(ProtocolCatalogue.FindExhibit(bug)!.Protocol, 3, seed, seconds: 1))).Violation)
            .First(violation => violation?.Rule == rule);
        Assert.Equal(found!.Line, found.Past.First(happened => happened.Line == found.Line).Line);
        Assert.InRange(found.Past.Count, 2, 12);
        Assert.Equal(found.Past.OrderBy(happened => happened.Line), found.Past);
    }

    [Fact]
    public void Two_inside_are_reported_with_both_requests_and_how_each_entered()
    {
        var violation = Violation(2, """
            {"at":1,"p":1,"e":"request","ts":1,"vc":{"1":1}}
            {"at":1,"p":2,"e":"request","ts":1,"vc":{"2":1}}
            {"at":2,"p":1,"e":"recv-request","from":2,"ts":1,"reply":"now","vc":{"1":2,"2":1}}
            {"at":2,"p":2,"e":"recv-request","from":1,"ts":1,"reply":"now","vc":{"1":1,"2":2}}
            {"at":3,"p":1,"e":"recv-reply","from":2,"ts":1,"vc":{"1":3,"2":2}}
            {"at":3,"p":1,"e":"enter","ts":1,"vc":{"1":4,"2":2}}
            {"at":3,"p":2,"e":"recv-reply","from":1,"ts":1,"vc":{"1":2,"2":3}}
            {"at":3,"p":2,"e":"enter","ts":1,"vc":{"1":2,"2":4}}
            """);
        Assert.Equal(
            ("Exclusion", 9, "Process 2 entered while Process 1 was inside."), (violation.Rule, violation.Line, violation.Text));
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], violation.Past.Select(happened => happened.Line));
    }

    [Fact]
    public void A_request_that_is_never_granted_is_told_at_its_own_line()
    {
        var violation = Violation(2, """
            {"at":1,"p":1,"e":"pause","vc":{"1":1}}
            {"at":2,"p":2,"e":"request","ts":1,"vc":{"2":1}}
            {"at":3,"p":1,"e":"resume","vc":{"1":2}}
            """);
        Assert.Equal(
            ("Progress", 3, "Process 2 is starved: its request 1.2 was neither granted nor withdrawn."),
            (violation.Rule, violation.Line, violation.Text));
    }

    [Fact]
    public void A_crashed_process_is_excused()
    {
        var verdict = Check(TraceFiles.Behind(2, """
            {"at":1,"p":2,"e":"request","ts":1,"vc":{"2":1}}
            {"at":2,"p":2,"e":"crash","vc":{"2":2}}
            """));
        Assert.Null(verdict.Violation);
        Assert.Equal([new ProcessId(2)], verdict.Summary.Crashed);
    }

    [Theory]
    [InlineData("nobody", null, "\"algorithm\" must be central or lamport or ricart-agrawala or ")]
    [InlineData("ricart-agrawala", "nothing", "\"bug\" must be no-tie-break or ")]
    public void An_unknown_algorithm_is_refused_with_the_names_of_those_known(string algorithm, string? bug, string problem)
    {
        var text = TraceFiles.Write(new Trace(new TraceHeader(algorithm, 1, null, true, null) { Bug = bug }, []));
        var refused = Assert.Throws<TraceFormatException>(() => Check(text));
        Assert.StartsWith(problem, refused.Problem, StringComparison.Ordinal);
        Assert.EndsWith($"was [{bug ?? algorithm}].", refused.Problem, StringComparison.Ordinal);
    }

    private static TraceViolation Violation(int processes, string lines)
    {
        var verdict = Check(TraceFiles.Behind(processes, lines));
        Assert.NotNull(verdict.Violation);
        return verdict.Violation;
    }

    private static string DescriptionPath([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/trace.md");

    private static TraceVerdict Check(string text) => TraceJudge.Check(new TraceReader(TraceFiles.Stream(text)));
}
