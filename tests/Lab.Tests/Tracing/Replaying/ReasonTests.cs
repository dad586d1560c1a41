using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Replaying;

namespace Coterie.Tests.Tracing.Replaying;

/// <summary>Which rule a step follows, and why it applies.</summary>
public sealed class ReasonTests
{
    [Fact]
    public void Each_step_of_Ricart_and_Agrawalas_algorithm_names_its_rule_and_why_it_applies()
    {
        const string Lines = """
            {"at":1,"p":1,"e":"request","ts":1,"vc":{"1":1}}
            {"at":2,"p":2,"e":"recv-request","from":1,"ts":1,"reply":"now","vc":{"1":1,"2":1}}
            {"at":3,"p":1,"e":"recv-reply","from":2,"ts":1,"vc":{"1":2,"2":1}}
            {"at":3,"p":1,"e":"enter","ts":1,"vc":{"1":3,"2":1}}
            {"at":4,"p":2,"e":"request","ts":2,"vc":{"1":1,"2":2}}
            {"at":5,"p":1,"e":"recv-request","from":2,"ts":2,"reply":"deferred","vc":{"1":4,"2":2}}
            {"at":9,"p":1,"e":"exit","ts":1,"replied":[2],"vc":{"1":5,"2":2}}
            {"at":10,"p":2,"e":"recv-reply","from":1,"ts":2,"vc":{"1":5,"2":3}}
            {"at":10,"p":2,"e":"enter","ts":2,"vc":{"1":5,"2":4}}
            """;
        Assert.Equal(
            [
                "invokes mutual exclusion: ",
                "receives request messages: it does not want to enter",
                "receives reply messages: no reply is missing any more",
                "invokes mutual exclusion: no reply is missing",
                "invokes mutual exclusion: ",
                "receives request messages: it is inside with 1.1",
                "invokes mutual exclusion: ",
                "receives reply messages: no reply is missing any more",
                "invokes mutual exclusion: no reply is missing",
            ],
            Steps(TraceFiles.Read(TraceFiles.Behind(2, Lines)))
                .Select(step => $"{Part(step.Reason!.Rule)}: {step.Reason!.Because}"));

        static string Part(Rule rule)
        {
            Assert.Null(rule.Name);
            Assert.StartsWith("Ricart and Agrawala 1981, \"process which ", rule.Title, StringComparison.Ordinal);
            return rule.Part!["\"process which ".Length..^1];
        }
    }

    [Fact]
    public void Only_what_a_source_numbers_or_names_has_a_name()
    {
        var named =
            from protocol in ProtocolCatalogue.Protocols
            from seed in Enumerable.Range(1, 5)
            from step in Steps(RecordedRuns.Of(protocol.For(4), 4, seed))
            where step.Reason?.Rule.Name is not null
            select $"{step.Reason!.Rule.Source}: {step.Reason.Rule.Name!.Split(' ')[0]}";
        Assert.Equal(
            ["Lamport 1978: rule", "Raymond 1989: ASSIGN_PRIVILEGE", "Raymond 1989: MAKE_REQUEST", "docs/protocol.md: rule"],
            named.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void States_follow_the_events()
    {
        const string Lines = """
            {"at":1,"p":1,"e":"request","ts":1,"vc":{"1":1}}
            {"at":1,"p":2,"e":"request","ts":1,"vc":{"2":1}}
            {"at":2,"p":1,"e":"recv-request","from":2,"ts":1,"reply":"deferred","vc":{"1":2,"2":1}}
            {"at":2,"p":1,"e":"recv-reply","from":3,"ts":1,"vc":{"1":3,"2":1,"3":1}}
            {"at":3,"p":1,"e":"crash","vc":{"1":4,"2":1,"3":1}}
            {"at":4,"p":1,"e":"restart","vc":{"1":5,"2":1,"3":1}}
            """;
        Assert.Equal(
            [
                "Waiting 1.1, clock 1, missing 2, 3, deferred none",
                "Waiting 1.2, clock 1, missing 1, 3, deferred none",
                "Waiting 1.1, clock 1, missing 2, 3, deferred 2",
                "Waiting 1.1, clock 1, missing 2, deferred 2",
                "Down 1.1, clock 1, missing 2, deferred 2",
                "Waiting 1.1, clock 1, missing 2, deferred 2",
            ],
            Steps(TraceFiles.Read(TraceFiles.Behind(3, Lines))).Select(step => step.After!).Select(state =>
                $"{state.Activity} {state.Request}, clock {state.Clock}, missing {state.Missing ?? "none"}, "
                + $"deferred {state.Deferred ?? "none"}"));
    }

    [Fact]
    public void Whoever_has_the_token_misses_nothing()
    {
        const string Lines = """
            {"coterie":"trace/1","algorithm":"suzuki-kasami","processes":2}
            {"at":1,"p":2,"e":"request","ts":1,"vc":{"2":1}}
            {"at":2,"p":1,"e":"recv-request","from":2,"ts":1,"sends":[{"m":"privilege","to":2,"ts":1,"of":2}],"vc":{"1":1,"2":1}}
            {"at":3,"p":2,"e":"recv-privilege","from":1,"ts":1,"vc":{"1":1,"2":2}}
            {"at":3,"p":2,"e":"enter","ts":1,"vc":{"1":1,"2":3}}
            """;
        Assert.Equal(
            ["privilege", null, null, null],
            Steps(TraceFiles.Read(Lines)).Select(step => step.After!.Missing));
    }

    [Fact]
    public void Of_a_process_whose_beginning_is_missing_nothing_is_claimed()
    {
        const string Lines = """
            {"at":10,"p":2,"e":"recv-reply","from":1,"ts":2,"vc":{"1":5,"2":3}}
            {"at":10,"p":2,"e":"enter","ts":2,"vc":{"1":5,"2":4}}
            """;
        Assert.Null(Steps(TraceFiles.Read(TraceFiles.Behind(2, Lines)))[0].Reason);
    }

    /// <summary>The names of all protocols.</summary>
    public static TheoryData<string> Protocols => [.. ProtocolCatalogue.Protocols.Select(protocol => protocol.Name)];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void No_correct_protocol_breaks_a_rule_and_each_request_and_entry_has_one(string name)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var known = ProtocolCatalogue.Find(name)!;
            var processes = known.Servers + 2 + seed % 6;
            var steps = Steps(RecordedRuns.Of(known.For(processes), processes, seed));
            Assert.Contains(steps, step => step.Event.Kind == TraceEventKind.Enter);
            Assert.Null(steps.FirstOrDefault(step => step.Reason is { IsBroken: true }));
            Assert.All(
                steps.Where(step => step.Event.Kind is TraceEventKind.Enter or TraceEventKind.Request),
                step => Assert.NotNull(step.Reason));
        }
    }

    [Theory]
    [InlineData("no-tie-break", "its own request")]
    [InlineData("reply-while-inside", "it is inside with")]
    [InlineData("clock-not-advanced", "it has seen the timestamp")]
    [InlineData("early-entry", "missing")]
    [InlineData("repeated-request-answered", "")]
    [InlineData("order-reversed", "goes")]
    public void Step_that_breaks_a_rule_is_said_to_do_so(string bug, string because)
    {
        var protocol = ProtocolCatalogue.FindExhibit(bug)!.Protocol;
        var broken = Enumerable.Range(1, 60)
            .SelectMany(seed => Steps(RecordedRuns.Of(protocol, 3, seed)))
            .First(step => step.Reason is { IsBroken: true });
        Assert.Contains(because, broken.Reason!.Because);
    }

    [Fact]
    public void Rules_of_the_quorum_protocol_have_the_numbers_of_its_document()
    {
        var document = File.ReadAllText(Path.Combine(Repository(), "docs", "protocol.md"));
        var protocol = ProtocolCatalogue.Find("quorum")!.For(6);
        var rules = Enumerable.Range(1, 5)
            .SelectMany(seed => Steps(RecordedRuns.Of(protocol, 6, seed)))
            .Select(step => step.Reason?.Rule).OfType<Rule>().Distinct().ToList();
        Assert.True(rules.Count >= 3);
        Assert.All(rules, rule => Assert.Contains($"**{rule.Name!.Split(' ')[1]}.**", document));
    }

    private static List<ReplayedStep> Steps(Trace trace)
    {
        var replay = new RunReplay(trace.Header);
        return [.. trace.Events.Select(replay.Take)];
    }

    private static string Repository([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", ".."));
}
