using Coterie.Lab.Catalogue;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Explaining;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Tracing.Reading;

namespace Coterie.Tests.Tracing;

/// <summary>Which messages, requests and steps belong to a violation. Each trace is written by hand.</summary>
public sealed class BlameTests
{
    [Fact]
    public void Consent_of_a_waiting_process_whose_request_is_earlier_belongs_to_it()
    {
        var blame = Of(
            "ricart-agrawala", "no-tie-break", 2,
            """{"at":0,"p":1,"e":"request","ts":1,"vc":{"1":1}}""",
            """{"at":0,"p":2,"e":"request","ts":1,"vc":{"2":1}}""",
            """{"at":1,"p":2,"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"now","vc":{"1":1,"2":2}}""",
            """{"at":1,"p":1,"e":"recv-request","from":2,"ts":1,"sent":1,"reply":"now","vc":{"1":2,"2":1}}""",
            """{"at":2,"p":1,"e":"recv-reply","from":2,"ts":1,"sent":2,"vc":{"1":3,"2":2}}""",
            """{"at":2,"p":1,"e":"enter","ts":1,"vc":{"1":4,"2":2}}""",
            """{"at":2,"p":2,"e":"recv-reply","from":1,"ts":1,"sent":2,"vc":{"1":2,"2":3}}""",
            """{"at":2,"p":2,"e":"enter","ts":1,"vc":{"1":2,"2":4}}""");
        Assert.Equal(["reply 1.2 from 1", "request 1.2 from 2"], Messages(blame));
        Assert.Equal(["Enter 1", "Enter 2", "Receive 1"], Steps(blame));
        var overlap = Assert.Single(blame.Overlaps);
        Assert.Equal((2, 1, null), (overlap.Later.Number, overlap.Earlier.Number, overlap.To));
        Assert.Single(blame.Of(1));
        Assert.Single(blame.Of(2));
    }

    [Fact]
    public void Consent_of_a_process_that_is_inside_belongs_to_it()
    {
        var blame = Of(
            "ricart-agrawala", "reply-while-inside", 2,
            """{"at":0,"p":1,"e":"request","ts":1,"vc":{"1":1}}""",
            """{"at":1,"p":2,"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"now","vc":{"1":1,"2":1}}""",
            """{"at":2,"p":1,"e":"recv-reply","from":2,"ts":1,"sent":1,"vc":{"1":2,"2":1}}""",
            """{"at":2,"p":1,"e":"enter","ts":1,"vc":{"1":3,"2":1}}""",
            """{"at":3,"p":2,"e":"request","ts":2,"vc":{"1":1,"2":2}}""",
            """{"at":4,"p":1,"e":"recv-request","from":2,"ts":2,"sent":2,"reply":"now","vc":{"1":4,"2":2}}""",
            """{"at":5,"p":2,"e":"recv-reply","from":1,"ts":2,"sent":4,"vc":{"1":4,"2":3}}""",
            """{"at":5,"p":2,"e":"enter","ts":2,"vc":{"1":4,"2":4}}""",
            """{"at":8,"p":1,"e":"exit","ts":1,"vc":{"1":5,"2":2}}""",
            """{"at":9,"p":2,"e":"exit","ts":2,"vc":{"1":4,"2":5}}""");
        Assert.Equal(["reply 2.2 from 1", "request 2.2 from 2"], Messages(blame));
        var overlap = Assert.Single(blame.Overlaps);
        Assert.Equal((TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(8)), (overlap.From, overlap.To));
    }

    [Fact]
    public void Of_two_consents_of_a_third_process_the_second_belongs_to_it()
    {
        var blame = Of(
            "central", "grants-two", 3,
            """{"at":0,"p":2,"e":"request","ts":1,"to":[1],"vc":{"2":1}}""",
            """{"at":0,"p":3,"e":"request","ts":1,"to":[1],"vc":{"3":1}}""",
            """{"at":1,"p":1,"e":"recv-request","ts":1,"from":2,"""
            + """ "sends":[{"m":"grant","to":2,"ts":1,"of":2}],"vc":{"1":1,"2":1}}""",
            """{"at":1,"p":1,"e":"recv-request","ts":1,"from":3,"""
            + """ "sends":[{"m":"grant","to":3,"ts":1,"of":3}],"vc":{"1":2,"2":1,"3":1}}""",
            """{"at":2,"p":2,"e":"recv-grant","from":1,"ts":1,"vc":{"1":1,"2":2}}""",
            """{"at":2,"p":2,"e":"enter","ts":1,"vc":{"1":1,"2":3}}""",
            """{"at":2,"p":3,"e":"recv-grant","from":1,"ts":1,"vc":{"1":2,"2":1,"3":2}}""",
            """{"at":2,"p":3,"e":"enter","ts":1,"vc":{"1":2,"2":1,"3":3}}""");
        Assert.Equal(["grant 1.3 from 1"], Messages(blame));
    }

    [Fact]
    public void Overtaken_request_and_the_consent_of_its_process_belong_to_an_entry_out_of_order()
    {
        var blame = Of(
            "ricart-agrawala", "order-reversed", 2,
            """{"at":0,"p":1,"e":"request","ts":1,"vc":{"1":1}}""",
            """{"at":0,"p":2,"e":"request","ts":2,"vc":{"2":1}}""",
            """{"at":1,"p":1,"e":"recv-request","from":2,"ts":2,"sent":1,"reply":"now","vc":{"1":2,"2":1}}""",
            """{"at":1,"p":2,"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"deferred","vc":{"1":1,"2":2}}""",
            """{"at":2,"p":2,"e":"recv-reply","from":1,"ts":2,"sent":2,"vc":{"1":2,"2":3}}""",
            """{"at":2,"p":2,"e":"enter","ts":2,"vc":{"1":2,"2":4}}""",
            """{"at":3,"p":2,"e":"exit","ts":2,"replied":[1],"vc":{"1":2,"2":5}}""",
            """{"at":4,"p":1,"e":"recv-reply","from":2,"ts":1,"sent":5,"vc":{"1":3,"2":5}}""",
            """{"at":4,"p":1,"e":"enter","ts":1,"vc":{"1":4,"2":5}}""",
            """{"at":5,"p":1,"e":"exit","ts":1,"vc":{"1":5,"2":5}}""");
        Assert.Equal(["1.1"], blame.Requests.Select(request => $"{request}"));
        Assert.Equal(["reply 2.2 from 1", "request 1.1 from 1", "request 2.2 from 2"], Messages(blame));
        Assert.NotEmpty(blame.Of(1));
        Assert.NotEmpty(blame.Of(2));
    }

    [Fact]
    public void Request_that_was_never_answered_belongs_to_a_wait_without_end()
    {
        var blame = Of(
            "ricart-agrawala", "always-defer", 3,
            """{"at":0,"p":1,"e":"request","ts":1,"vc":{"1":1}}""",
            """{"at":1,"p":2,"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"now","vc":{"1":1,"2":1}}""",
            """{"at":1,"p":3,"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"deferred","vc":{"1":1,"3":1}}""",
            """{"at":2,"p":1,"e":"recv-reply","from":2,"ts":1,"sent":1,"vc":{"1":2,"2":1}}""");
        Assert.Equal(["1.1"], blame.Requests.Select(request => $"{request}"));
        Assert.Equal(["request 1.1 from 1"], Messages(blame));
        Assert.Equal(3, blame.Messages.Single().To.Value);
    }

    [Fact]
    public void Lost_message_belongs_to_every_wait_without_end_if_none_may_be_lost()
    {
        var blame = Of(
            "raymond", null, 2,
            """{"at":0,"p":2,"e":"request","ts":1,"to":[],"sends":[{"m":"request","to":1}],"vc":{"2":1}}""",
            """{"at":1,"p":1,"e":"recv-request","from":2,"sent":1,"sends":[{"m":"privilege","to":2}],"vc":{"1":1,"2":1}}""",
            """{"at":2,"p":2,"e":"drop","m":"privilege","from":1,"sent":1,"why":"loss","vc":{"2":2}}""");
        Assert.Equal(["1.2"], blame.Requests.Select(request => $"{request}"));
        Assert.Contains("privilege  from 1", Messages(blame));
    }

    [Fact]
    public void Whoever_was_passed_belongs_to_an_unfair_entry()
    {
        var blame = Of(
            "central", "newest-first", 3,
            """{"at":0,"p":1,"e":"request","ts":1,"to":[],"vc":{"1":1}}""",
            """{"at":0,"p":1,"e":"enter","ts":1,"vc":{"1":2}}""",
            """{"at":1,"p":2,"e":"request","ts":1,"to":[1],"vc":{"2":1}}""",
            """{"at":2,"p":1,"e":"recv-request","from":2,"ts":1,"sent":1,"vc":{"1":3,"2":1}}""",
            """{"at":3,"p":1,"e":"exit","ts":1,"vc":{"1":4,"2":1}}""",
            """{"at":4,"p":1,"e":"request","ts":2,"to":[],"vc":{"1":5,"2":1}}""",
            """{"at":4,"p":1,"e":"enter","ts":2,"vc":{"1":6,"2":1}}""",
            """{"at":5,"p":1,"e":"exit","ts":2,"vc":{"1":7,"2":1}}""",
            """{"at":6,"p":1,"e":"request","ts":3,"to":[],"vc":{"1":8,"2":1}}""",
            """{"at":6,"p":1,"e":"enter","ts":3,"vc":{"1":9,"2":1}}""");
        Assert.Equal(["1.2"], blame.Requests.Select(request => $"{request}"));
        Assert.Equal(["Enter 1", "Request 2"], Steps(blame));
    }

    [Fact]
    public void Wrong_reply_and_whoever_waits_for_the_right_one_belong_to_a_run_without_an_end()
    {
        var blame = Of(
            "ricart-agrawala", "one-queue-for-replies", 2,
            """{"at":0,"p":1,"e":"request","ts":1,"vc":{"1":1}}""",
            """{"at":0,"p":2,"e":"request","ts":1,"vc":{"2":1}}""",
            """{"at":1,"p":2,"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"now","vc":{"1":1,"2":2}}""",
            """{"at":1,"p":1,"e":"recv-request","from":2,"ts":1,"sent":1,"reply":"deferred","vc":{"1":2,"2":1}}""",
            """{"at":2,"p":1,"e":"recv-reply","from":2,"ts":1,"sent":2,"vc":{"1":3,"2":2}}""",
            """{"at":2,"p":1,"e":"enter","ts":1,"vc":{"1":4,"2":2}}""",
            """{"at":3,"p":1,"e":"exit","ts":1,"sends":[{"m":"reply","to":2,"ts":5,"of":2}],"vc":{"1":5,"2":2}}""");
        Assert.Contains("reply 5.2 from 1", Messages(blame));
        Assert.Equal(["1.2"], blame.Requests.Select(request => $"{request}"));
    }

    [Fact]
    public void Of_what_processes_read_and_wrote_only_what_the_sentence_names_belongs_to_values_that_fit_no_order()
    {
        var trace = TraceReader.Read(TraceFiles.Stream("""
            {"coterie":"trace/1","algorithm":"memory","processes":3}
            {"at":1,"p":3,"e":"use","ts":1,"what":"write 13","vc":{"3":1}}
            {"at":2,"p":2,"e":"use","ts":1,"what":"read 13","vc":{"2":1}}
            {"at":3,"p":2,"e":"use","ts":3,"what":"read 0","vc":{"2":2}}

            """));
        const string Sentence = "process 2 read 0 (events 3 to 4) and process 3 wrote 13 (events 1 to 2)";
        var blame = Blame.Of(new TraceIndex(trace), [new Sighting("Linearizability", null, Sentence, null)]);
        Assert.Equal(["read 0", "write 13"], blame.Steps.Select(step => step.Detail).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Late_answer_to_an_earlier_request_that_was_counted_belongs_to_it()
    {
        var blame = Of(
            "ricart-agrawala", "stale-reply-counted", 2,
            """{"at":0,"p":1,"e":"request","ts":1,"vc":{"1":1}}""",
            """{"at":1,"p":2,"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"now","vc":{"1":1,"2":1}}""",
            """{"at":1,"p":2,"e":"duplicate","m":"reply","to":1,"ts":1,"vc":{"1":1,"2":2}}""",
            """{"at":2,"p":1,"e":"recv-reply","from":2,"ts":1,"sent":1,"vc":{"1":2,"2":1}}""",
            """{"at":2,"p":1,"e":"enter","ts":1,"vc":{"1":3,"2":1}}""",
            """{"at":3,"p":1,"e":"exit","ts":1,"vc":{"1":4,"2":1}}""",
            """{"at":3,"p":2,"e":"request","ts":2,"vc":{"1":1,"2":3}}""",
            """{"at":4,"p":1,"e":"recv-request","from":2,"ts":2,"sent":3,"reply":"now","vc":{"1":5,"2":3}}""",
            """{"at":5,"p":2,"e":"recv-reply","from":1,"ts":2,"sent":5,"vc":{"1":5,"2":4}}""",
            """{"at":5,"p":2,"e":"enter","ts":2,"vc":{"1":5,"2":5}}""",
            """{"at":6,"p":1,"e":"request","ts":3,"vc":{"1":6,"2":3}}""",
            """{"at":7,"p":1,"e":"recv-reply","from":2,"ts":1,"sent":1,"vc":{"1":7,"2":3}}""",
            """{"at":7,"p":1,"e":"enter","ts":3,"vc":{"1":8,"2":3}}""");
        Assert.Equal(["reply 1.1 from 2"], Messages(blame));
    }

    [Fact]
    public void Nothing_belongs_to_the_violations_of_a_good_run()
    {
        var blame = Blame.Of(new TraceIndex(RecordedRuns.Of(ProtocolCatalogue.Find("ricart-agrawala")!, 3, seed: 1)), []);
        Assert.Empty(blame.Steps);
        Assert.Empty(blame.Messages);
    }

    private static IEnumerable<string> Messages(Blame blame) =>
        blame.Messages.Select(message => $"{message.Name} {message.Request} from {message.From}").Order();

    private static IEnumerable<string> Steps(Blame blame) => blame.Steps.Select(step => $"{step.Kind} {step.Process}").Order();

    private static Blame Of(string algorithm, string? bug, int processes, params string[] events)
    {
        var broken = bug is null ? "" : $"\"bug\":\"{bug}\",";
        var header = $$"""{"coterie":"trace/1","algorithm":"{{algorithm}}",{{broken}}"processes":{{processes}}}""";
        var trace = TraceReader.Read(TraceFiles.Stream(string.Join('\n', [header, .. events]) + "\n"));
        return Blame.Of(new TraceIndex(trace), TraceJudge.Check(trace)!.Sightings);
    }
}
