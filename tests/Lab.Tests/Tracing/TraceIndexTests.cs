using Coterie.Lab.Tracing;
using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Tracing;

/// <summary>Messages from end to end, waits, entries and what happened before what.</summary>
public sealed class TraceIndexTests
{
    private static readonly TraceIndex Index = Of("""
        {"at":1,"p":1,"e":"request","ts":1,"vc":{"1":1}}
        {"at":2,"p":2,"e":"request","ts":1,"vc":{"2":1}}
        {"at":2,"p":2,"e":"duplicate","m":"request","to":1,"ts":1,"of":2,"vc":{"2":2}}
        {"at":3,"p":2,"e":"recv-request","from":1,"ts":1,"reply":"now","vc":{"1":1,"2":3}}
        {"at":4,"p":1,"e":"recv-request","from":2,"ts":1,"reply":"deferred","vc":{"1":2,"2":1}}
        {"at":5,"p":1,"e":"recv-reply","from":2,"ts":1,"vc":{"1":3,"2":3}}
        {"at":5,"p":1,"e":"enter","ts":1,"vc":{"1":4,"2":3}}
        {"at":6,"p":1,"e":"drop","m":"request","from":2,"ts":1,"why":"loss","vc":{"1":5,"2":3}}
        {"at":7,"p":1,"e":"exit","ts":1,"replied":[2],"vc":{"1":6,"2":3}}
        {"at":8,"p":2,"e":"withdraw","ts":1,"vc":{"2":4,"1":1}}
        {"at":9,"e":"heal"}
        """);

    private static readonly ProcessId P1 = new(1), P2 = new(2);

    [Fact]
    public void A_message_goes_from_its_sending_to_its_receipt_or_loss()
    {
        Assert.Equal(
            [
                "request 1.1 1>2 1..3", "request 1.2 2>1 2..4", "request 1.2 2>1 2..6 lost copy", "reply 1.1 2>1 3..5",
                "reply 1.2 1>2 7.. deferred",
            ],
            Index.Messages.Select(Text));
        Assert.Same(Index.Messages[3], Index.EndedBy(Index.Event(P1, 3)!));
        Assert.Equal([Index.Messages[4]], Index.SentBy(Index.Event(P1, 6)!));
        Assert.Null(Index.EndedBy(Index.Event(P1, 4)!));
    }

    [Theory]
    [InlineData("central-bully", true)]
    [InlineData("ricart-agrawala", false)] // knows everything after a crash
    public void Whoever_comes_back_and_has_forgotten_its_request_waits_no_longer(string algorithm, bool forgets)
    {
        var header = $$"""{"coterie":"trace/1","algorithm":"{{algorithm}}","processes":2}""";
        var index = new TraceIndex(TraceFiles.Read(header + "\n" + """
            {"at":1,"p":1,"e":"request","ts":1,"to":[],"vc":{"1":1}}
            {"at":1,"p":1,"e":"enter","ts":1,"vc":{"1":2}}
            {"at":1,"p":2,"e":"request","ts":1,"to":[1],"vc":{"2":1}}
            {"at":2,"p":1,"e":"crash","vc":{"1":3}}
            {"at":2,"p":2,"e":"crash","vc":{"2":2}}
            {"at":3,"p":1,"e":"restart","vc":{"1":4}}
            {"at":3,"p":2,"e":"restart","vc":{"2":3}}
            """));
        Assert.Equal(
            forgets ? TraceEventKind.Restart : (TraceEventKind?)null, index.Waits.Single(wait => wait.Process == P2).Ended?.Kind);
        Assert.Equal(forgets ? TraceEventKind.Restart : (TraceEventKind?)null, index.Entries.Single().Left?.Kind);
    }

    [Fact]
    public void Waits_and_entries_have_their_events()
    {
        Assert.Equal(
            [(P1, 5.0, true), (P2, 8.0, false)],
            Index.Waits.Select(wait => (wait.Process, wait.Ended!.At.TotalMilliseconds, wait.Entered is not null)));
        var entry = Assert.Single(Index.Entries);
        Assert.Equal(
            (1, P1, 1.0, 5.0, 7.0),
            (
                entry.Number,
                entry.Process,
                entry.Asked!.At.TotalMilliseconds,
                entry.Entered.At.TotalMilliseconds,
                entry.Left!.At.TotalMilliseconds));
    }

    [Fact]
    public void Whoever_loses_what_it_holds_is_inside_no_longer_and_whoever_loses_its_request_waits_no_longer()
    {
        var index = Of("""
            {"at":1,"p":1,"e":"request","ts":1,"vc":{"1":1}}
            {"at":2,"p":1,"e":"enter","ts":1,"vc":{"1":2}}
            {"at":3,"p":1,"e":"lose","ts":1,"what":"the lock has expired","vc":{"1":3}}
            {"at":4,"p":2,"e":"request","ts":1,"vc":{"2":1}}
            {"at":5,"p":2,"e":"lose","ts":1,"what":"refused","vc":{"2":2}}
            """);
        Assert.Equal(3.0, Assert.Single(index.Entries).Left!.At.TotalMilliseconds);
        Assert.Equal(5.0, index.Waits[1].Ended!.At.TotalMilliseconds);
        Assert.Null(index.Waits[1].Entered);
    }

    [Fact]
    public void An_event_happened_before_those_that_know_of_it()
    {
        var (asked, received, concurrent) = (Index.Event(P1, 1)!, Index.Event(P2, 3)!, Index.Event(P2, 1)!);
        Assert.True(TraceIndex.HappenedBefore(asked, received));
        Assert.False(TraceIndex.HappenedBefore(received, asked));
        Assert.False(TraceIndex.HappenedBefore(asked, concurrent));
        Assert.False(TraceIndex.HappenedBefore(concurrent, asked));
        Assert.False(TraceIndex.HappenedBefore(asked, asked));
        Assert.False(TraceIndex.HappenedBefore(Index.Trace.Events[^1], asked));
    }

    [Fact]
    public void Of_an_excerpt_the_events_keep_their_numbers()
    {
        var index = Of("""
            {"at":1,"p":1,"e":"enter","ts":3,"vc":{"1":5}}
            {"at":2,"p":1,"e":"exit","ts":3,"vc":{"1":6}}
            """);
        Assert.Equal(
            [null, 1.0, 2.0, null], Enumerable.Range(4, 4).Select(number => index.Event(P1, number)?.At.TotalMilliseconds));
        Assert.Null(Assert.Single(index.Entries).Asked);
    }

    [Fact]
    public void A_sending_that_no_event_lists_is_found_by_the_clocks()
    {
        var index = Of("""
            {"at":1,"p":1,"e":"exit","ts":3,"vc":{"1":1}}
            {"at":2,"p":2,"e":"recv-token","from":1,"vc":{"1":1,"2":1}}
            {"at":3,"p":2,"e":"recv-token","from":1,"vc":{"1":1,"2":2}}
            """);
        Assert.Equal(["token  1>2 1..2", "token  1>2 ..3"], index.Messages.Select(Text));
    }

    [Fact]
    public void Of_several_sendings_the_receipt_names_its_own()
    {
        var index = Of("""
            {"at":1,"p":1,"e":"request","ts":1,"vc":{"1":1}}
            {"at":2,"p":1,"e":"resend","ts":1,"to":[2],"vc":{"1":2}}
            {"at":3,"p":2,"e":"recv-request","from":1,"ts":1,"sent":2,"vc":{"1":2,"2":1}}
            """);
        Assert.Equal(["request 1.1 1>2 1..", "request 1.1 1>2 2..3"], index.Messages.Select(Text));
    }

    [Fact]
    public void Events_that_are_not_numbered_one_after_the_other_are_refused()
    {
        var refused = Assert.Throws<TraceFormatException>(() => Of("""
            {"at":1,"p":1,"e":"pause","vc":{"1":1}}
            {"at":2,"p":1,"e":"resume","vc":{"1":3}}
            """));
        Assert.Equal("line 3: Process 1's own count in \"vc\" must be 2, was [3].", refused.Message);
    }

    private static TraceIndex Of(string text) => new(TraceFiles.Read(TraceFiles.Behind(2, text)));

    private static string Text(TraceMessage message) =>
        $"{message.Name} {message.Request} {message.From}>{message.To} "
        + $"{message.Sent?.At.TotalMilliseconds}..{message.Ended?.At.TotalMilliseconds}"
        + $"{(message.IsLost ? " lost" : "")}{(message.IsCopy ? " copy" : "")}{(message.IsDeferredReply ? " deferred" : "")}";
}
