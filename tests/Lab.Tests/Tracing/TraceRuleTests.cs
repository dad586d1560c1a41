using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Tracing.Reading;

namespace Coterie.Tests.Tracing;

/// <summary>
/// Errors that only a record can have: in clocks, messages, steps and replies. Each test has a trace of a few lines whose last
/// line is wrong.
/// </summary>
public sealed class TraceRuleTests
{
    private const string Asked = """{"at":1,"p":1,"e":"request","ts":3,"vc":{"1":1}}""";
    private const string Arrived = """{"at":2,"p":2,"e":"recv-request","from":1,"ts":3,"reply":"now","vc":{"1":1,"2":1}}""";
    private const string Answered = """{"at":3,"p":1,"e":"recv-reply","from":2,"ts":3,"vc":{"1":2,"2":1}}""";
    private const string Entered = """{"at":3,"p":1,"e":"enter","ts":3,"vc":{"1":3,"2":1}}""";
    private const string Put = """{"at":4,"p":2,"e":"request","ts":4,"vc":{"1":1,"2":2}}""";
    private const string Deferred = """{"at":5,"p":1,"e":"recv-request","from":2,"ts":4,"reply":"deferred","vc":{"1":4,"2":2}}""";
    private const string Left = """{"at":6,"p":1,"e":"exit","ts":3,"replied":[2],"vc":{"1":5,"2":2}}""";
    private const string Arrival = """{"at":7,"p":2,"e":"recv-reply","from":1,"ts":4,"vc":{"1":5,"2":3}}""";
    private const string Second = """{"at":7,"p":2,"e":"enter","ts":4,"vc":{"1":5,"2":4}}""";
    private const string Done = """{"at":8,"p":2,"e":"exit","ts":4,"vc":{"1":5,"2":5}}""";

    [Fact]
    public void The_trace_that_the_others_are_made_of_is_good() =>
        Assert.Null(Violation([Asked, Arrived, Answered, Entered, Put, Deferred, Left, Arrival, Second, Done]));

    [Theory]
    [InlineData(
        """{"at":1,"p":1,"e":"request","ts":3,"vc":{"1":2}}""",
        "\"vc\" must count 1 event of process 1, this one included, was [2].")]
    [InlineData(
        """{"at":1,"p":1,"e":"request","ts":3,"vc":{"1":1,"2":1}}""", "\"vc\" must count 0 events of process 2, was [1].")]
    public void The_first_event_of_a_process_is_its_number_one_and_knows_nothing_else(string line, string text) =>
        AssertBroken("Clocks", text, line);

    [Fact]
    public void The_events_of_a_process_are_counted_one_by_one() =>
        AssertBroken(
            "Clocks",
            "\"vc\" must count 3 events of process 1, this one included, was [4].",
            Asked,
            Arrived,
            Answered,
            Entered.Replace("\"1\":3", "\"1\":4"));

    [Fact]
    public void A_receipt_knows_what_the_sending_knew() =>
        AssertBroken(
            "Clocks", "\"vc\" must count 1 event of process 1, was [0].", Asked, Arrived.Replace("\"1\":1,\"2\":1}", "\"2\":1}"));

    [Fact]
    public void No_process_knows_more_than_it_received() =>
        AssertBroken(
            "Clocks",
            "\"vc\" must count 1 event of process 1, was [2].",
            Asked,
            Arrived,
            Answered,
            Put.Replace("\"1\":1", "\"1\":2"));

    [Fact]
    public void The_time_of_a_process_does_not_go_back() =>
        AssertBroken(
            "Clocks",
            "\"at\" must not be before 3 ms, the time of the event of its process before it, was [2.9 ms].",
            Asked,
            Arrived,
            Answered,
            Entered.Replace("\"at\":3", "\"at\":2.9"));

    [Fact]
    public void Nothing_arrives_before_it_was_sent() =>
        AssertBroken(
            "Clocks",
            "\"at\" must not be before 1 ms, the time of the sending of its message, was [900 µs].",
            Asked,
            Arrived.Replace("\"at\":2", "\"at\":0.9"));

    [Fact]
    public void Between_two_nodes_a_message_may_seem_to_arrive_before_it_was_sent()
    {
        const string Header = """{"coterie":"trace/1","algorithm":"ricart-agrawala","processes":3,"nodes":[1,2]}""";
        string[] lines =
        [
            Header, Asked, Arrived.Replace("\"at\":2", "\"at\":0.9"), Answered,
            """{"at":3.1,"p":1,"e":"withdraw","ts":3,"vc":{"1":3,"2":1}}""",
        ];
        Assert.Null(TraceJudge.Check(new TraceReader(TraceFiles.Stream(string.Join('\n', lines) + "\n"))).Violation);
    }

    [Fact]
    public void Nothing_arrives_that_was_not_sent() =>
        AssertBroken(
            "Messages", "Process 2 received request 3.1 from Process 1, which was never sent, or had arrived before.", Arrived);

    [Fact]
    public void Nothing_arrives_twice_that_was_not_doubled() =>
        AssertBroken(
            "Messages",
            "Process 2 received request 3.1 from Process 1, which was never sent, or had arrived before.",
            Asked,
            Arrived,
            Arrived.Replace("\"2\":1", "\"2\":2"));

    [Fact]
    public void What_was_doubled_arrives_twice() => Assert.Null(Violation(
        [
            Asked, """{"at":1,"p":1,"e":"duplicate","m":"request","to":2,"ts":3,"of":1,"vc":{"1":2}}""", Arrived,
            Again("recv-request"), """{"at":3,"p":1,"e":"crash","vc":{"1":3}}""",
        ]));

    [Fact]
    public void What_was_lost_does_not_arrive() =>
        AssertBroken(
            "Messages",
            "Process 2 received request 3.1 from Process 1, which was never sent, or had arrived before.",
            Asked,
            Lost("3"),
            Again("recv-request"));

    [Fact]
    public void Nothing_is_lost_that_was_not_sent() =>
        AssertBroken(
            "Messages",
            "Process 2 did not get request 4.1 from Process 1, which was never sent, or had arrived before.",
            Asked,
            Lost("4"));

    [Fact]
    public void Nothing_is_doubled_that_was_not_sent() => AssertBroken(
        "Messages",
        "Process 2 is to get request 4.1 from Process 1 twice, which was never sent, or had arrived before.",
        Asked,
        """{"at":1,"p":1,"e":"duplicate","m":"request","to":2,"ts":4,"of":1,"vc":{"1":2}}""");

    [Fact]
    public void A_receipt_that_names_its_sending_is_held_to_it() => AssertBroken(
        "Messages",
        "Process 2 received request 3.1 from Process 1, which event 2 of Process 1 did not send, or which had arrived before.",
        Asked,
        Arrived.Replace("\"reply\"", "\"sent\":2,\"reply\""));

    [Theory]
    [InlineData(
        """{"at":4,"p":2,"e":"request","ts":4,"of":1,"vc":{"1":1,"2":2}}""",
        "Process 2 asked with request 4.1, which is not its own.")]
    [InlineData(
        """{"at":4,"p":1,"e":"request","ts":4,"vc":{"1":4,"2":1}}""",
        "Process 1 asked with request 4.1 while it was inside with request 3.1.")]
    [InlineData(
        """{"at":4,"p":1,"e":"enter","ts":3,"vc":{"1":4,"2":1}}""",
        "Process 1 entered with request 3.1 while it was inside.")]
    [InlineData(
        """{"at":4,"p":1,"e":"withdraw","ts":3,"vc":{"1":4,"2":1}}""",
        "Process 1 withdrew with request 3.1 while it was inside.")]
    [InlineData(
        """{"at":4,"p":1,"e":"exit","ts":4,"vc":{"1":4,"2":1}}""",
        "Process 1 left with request 4.1; its request was 3.1.")]
    [InlineData(
        """{"at":4,"p":2,"e":"exit","ts":4,"vc":{"1":1,"2":2}}""",
        "Process 2 left with request 4.2 while it was outside and did not wait.")]
    [InlineData("""{"at":4,"p":2,"e":"restart","vc":{"1":1,"2":2}}""", "Process 2 came back without having crashed.")]
    [InlineData("""{"at":4,"p":2,"e":"resume","vc":{"1":1,"2":2}}""", "Process 2 went on without having been paused.")]
    public void A_step_fits_to_where_its_process_stands(string line, string text) =>
        AssertBroken("Steps", text, Asked, Arrived, Answered, Entered, line);

    [Fact]
    public void The_requests_of_a_process_rise() => AssertBroken(
        "Steps",
        "Process 1 asked with request 3.1 after request 3.1; its requests must rise.",
        Asked,
        """{"at":2,"p":1,"e":"withdraw","ts":3,"vc":{"1":2}}""",
        """{"at":3,"p":1,"e":"request","ts":3,"vc":{"1":3}}""");

    [Theory]
    [InlineData("pause", "Process 2 did something while it was paused, from 1.000 ms on.")]
    [InlineData("crash", "Process 2 did something after it crashed at 1.000 ms.")]
    public void A_resting_process_does_nothing(string rest, string text) => AssertBroken(
        "Steps",
        text,
        Asked,
        """{"at":1,"p":2,"e":"REST","vc":{"2":1}}""".Replace("REST", rest),
        Arrived.Replace("\"2\":1", "\"2\":2"));

    [Fact]
    public void A_reply_goes_to_one_who_asked() => AssertBroken(
        "Replies",
        "Process 1 replied to Process 2, of which it had received no request.",
        Asked,
        """{"at":2,"p":1,"e":"withdraw","ts":3,"replied":[2],"vc":{"1":2}}""");

    [Fact]
    public void A_reply_is_to_a_request_that_was_received() => AssertBroken(
        "Replies",
        "Process 1 replied to request 9.2, which it had not received.",
        Asked,
        """{"at":2,"p":1,"e":"withdraw","ts":3,"sends":[{"m":"reply","to":2,"ts":9,"of":2}],"vc":{"1":2}}""");

    [Fact]
    public void A_request_that_was_answered_is_not_answered_again_at_an_exit() => AssertBroken(
        "Replies",
        "Process 1 replied to request 4.2, to which it had replied before.",
        Asked, Arrived, Answered, Entered, Put, Deferred.Replace("deferred", "now"), Left);

    private static string Again(string e) =>
        """{"at":2.5,"p":2,"e":"EVENT","from":1,"ts":3,"reply":"now","vc":{"1":1,"2":2}}""".Replace("EVENT", e);

    private static string Lost(string ts) =>
        """{"at":2,"p":2,"e":"drop","m":"request","from":1,"ts":TS,"why":"loss","vc":{"2":1}}""".Replace("TS", ts);

    private static void AssertBroken(string rule, string text, params string[] lines)
    {
        var violation = Violation(lines);
        Assert.NotNull(violation);
        Assert.Equal((rule, lines.Length + 1, text), (violation.Rule, violation.Line, violation.Text));
    }

    private static TraceViolation? Violation(string[] lines) =>
        TraceJudge.Check(new TraceReader(TraceFiles.Stream(TraceFiles.Behind(2, string.Join('\n', lines))))).Violation;
}
