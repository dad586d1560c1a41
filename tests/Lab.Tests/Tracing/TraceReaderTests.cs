using Coterie.Lab.Catalogue;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Reading;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Tracing;

/// <summary>The reader reads what the writer writes, and any other text that is a trace.</summary>
public sealed class TraceReaderTests
{
    private const string Header = """{"coterie":"trace/1","algorithm":"ricart-agrawala","processes":3}""";

    // As in the description of the format: no field of ours, an excerpt, and no time for the start.
    private const string Plain = """
        {"coterie":"trace/1","algorithm":"ricart-agrawala","processes":3,"seed":42,"clock":"virtual","started":"..."}
        {"at":1204.331,"p":1,"e":"request","ts":3,"vc":{"1":4}}
        {"at":1204.910,"p":2,"e":"recv-request","from":1,"ts":3,"reply":"now","vc":{"1":4,"2":6}}
        {"at":1205.400,"p":1,"e":"recv-reply","from":2,"ts":3,"vc":{"1":5,"2":6}}
        {"at":1205.401,"p":1,"e":"enter","ts":3,"vc":{"1":6,"2":6}}
        {"at":2100.000,"p":1,"e":"exit","ts":3,"vc":{"1":7,"2":6}}
        """;

    [Fact]
    public void What_was_written_is_read()
    {
        for (var seed = 0; seed < 40; seed++)
            AssertReadAsWritten(RandomTrace.Play(seed, 1 + (seed % 5), 3, faults: seed % 2 == 0));
    }

    [Theory]
    [MemberData(nameof(RecordedRuns.Algorithms), MemberType = typeof(RecordedRuns))]
    public void What_was_written_is_read_whatever_the_algorithm(string protocol)
    {
        for (var seed = 0; seed < 5; seed++)
            AssertReadAsWritten(RecordedRuns.Of(ProtocolCatalogue.Find(protocol)!, 2 + seed, seed));
    }

    [Fact]
    public void A_reply_to_a_request_whose_receipt_is_lost_with_its_node_is_read_as_it_was_written()
    {
        var (p1, p2) = (new ProcessId(1), new ProcessId(2));
        var clock = new VectorClock(2);
        AssertReadAsWritten(new Trace(
            new TraceHeader("ricart-agrawala", 2, null, false, null) { HasEnd = true },
            [
                new TraceEvent(TimeSpan.Zero, TraceEventKind.Receive, p1, clock.Next(p1))
                {
                    Message = "request",
                    From = p2,
                    Request = new(3, p2),
                    Reply = ReplyTime.Deferred,
                },
                new TraceEvent(TimeSpan.Zero, TraceEventKind.Resend, p1, clock.Next(p1).Next(p1))
                {
                    Sends = [new(p2, "reply", new(3, p2)), new(p2, "reply", new(5, p2))],
                },
            ]));
    }

    [Fact]
    public void A_trace_without_any_field_of_ours_is_read()
    {
        var trace = TraceFiles.Read(Plain);
        Assert.Equal(new TraceHeader("ricart-agrawala", 3, 42, true, null), trace.Header);
        Assert.Equal(
            [TraceEventKind.Request, TraceEventKind.Receive, TraceEventKind.Receive, TraceEventKind.Enter, TraceEventKind.Exit],
            trace.Events.Select(e => e.Kind));
        Assert.Equal(TimeSpan.FromTicks(12_043_310), trace.Events[0].At);
        Assert.Equal(new Timestamp(3, new(1)), trace.Events[2].Request);
        Assert.Equal(
            [new TraceSend(new(2), "request", new(3, new(1))), new TraceSend(new(3), "request", new(3, new(1)))],
            trace.Events[0].Sends);
        Assert.Equal([new TraceSend(new(1), "reply", new(3, new(1)))], trace.Events[1].Sends);
    }

    [Fact]
    public void A_deferred_reply_is_to_the_latest_request_of_its_receiver()
    {
        var trace = TraceFiles.Read(TraceFiles.Behind(3, """
            {"at":1,"p":1,"e":"recv-request","from":2,"ts":3,"reply":"deferred","vc":{"1":1,"2":1}}
            {"at":2,"p":1,"e":"recv-request","from":2,"ts":5,"reply":"deferred","vc":{"1":2,"2":3}}
            {"at":3,"p":1,"e":"recv-request","from":2,"ts":4,"vc":{"1":3,"2":3}}
            {"at":4,"p":1,"e":"exit","ts":1,"replied":[2],"vc":{"1":4,"2":3}}
            """));
        Assert.Equal([new TraceSend(new(2), "reply", new(5, new(2)))], trace.Events[3].Sends);
    }

    [Fact]
    public void Numbers_may_have_any_form_lines_any_end_and_fields_any_order()
    {
        var trace = TraceFiles.Read(
            "\uFEFF" + Header + "\r\n"
            + """ { "vc" : {"3":0, "1":1e0} , "e":"request","p":1.0,"x":{"y":[1]}, "ts":30e-1,"at":1.5E+3 } """ + "\r\n");
        var happened = Assert.Single(trace.Events);
        Assert.Equal(
            (TimeSpan.FromSeconds(1.5), new Timestamp(3, new(1)), 1), (happened.At, happened.Request!.Value, happened.Number));
    }

    [Fact]
    public void A_time_finer_than_the_clock_of_a_trace_is_rounded() =>
        Assert.Equal(TimeSpan.FromTicks(12_346), Assert.Single(Events("""{"at":1.23456,"p":1,"e":"pause","vc":{"1":1}}""")).At);

    [Fact]
    public void The_last_line_may_lack_its_line_break() =>
        Assert.Empty(TraceFiles.Read($$"""{{Header[..^1]}},"hasEnd":true}{{"\n"}}{"at":0,"e":"end"}""").Events);

    [Fact]
    public void Reading_ends_when_it_is_told_to()
    {
        using var source = new CancellationTokenSource();
        var reader = new TraceReader(TraceFiles.Stream(Plain), source.Token);
        Assert.NotNull(reader.Next());
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => reader.Next());
    }

    private static IReadOnlyList<TraceEvent> Events(string line) => TraceFiles.Read($"{Header}\n{line}\n").Events;

    private static void AssertReadAsWritten(Trace trace)
    {
        var read = TraceFiles.Read(TraceFiles.Write(trace));
        Assert.Equal(trace.Header, read.Header);
        Assert.Equal(trace.Events.Select(TraceFiles.Text), read.Events.Select(TraceFiles.Text));
        Assert.Equal(Enumerable.Range(2, read.Events.Count), read.Events.Select(happened => happened.Line));
    }
}
