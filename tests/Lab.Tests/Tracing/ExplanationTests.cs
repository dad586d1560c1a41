using Coterie.Lab.Catalogue;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Explaining;

namespace Coterie.Tests.Tracing;

/// <summary>Why a process waited: parts that add up, each for the right reason.</summary>
public sealed class ExplanationTests
{
    [Theory]
    [MemberData(nameof(RecordedRuns.Algorithms), MemberType = typeof(RecordedRuns))]
    public void The_parts_of_every_wait_add_up_to_it_without_a_gap(string protocol)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var index = new TraceIndex(RecordedRuns.Of(ProtocolCatalogue.Find(protocol)!, 2 + (seed * 2), seed));
            foreach (var explanation in index.Entries.Select(entry => Explanation.Of(index, entry)))
                AssertAddsUp(explanation, $"{protocol}, seed {seed}, entry {explanation.Entry.Number}");
        }
    }

    [Fact]
    public void A_process_without_competitors_waits_for_two_messages() => AssertExplained(
        1,
        """
        {"at":1,"p":1,"e":"request","ts":1,"vc":{"1":1}}
        {"at":3,"p":2,"e":"recv-request","from":1,"ts":1,"reply":"now","vc":{"1":1,"2":1}}
        {"at":3.5,"p":1,"e":"recv-reply","from":2,"ts":1,"vc":{"1":2,"2":1}}
        {"at":3.5,"p":1,"e":"enter","ts":1,"vc":{"1":3,"2":1}}
        """,
        "Process 1 asked with request 1.1 at 1.000 ms and entered at 3.500 ms, 2.500 ms later.",
        "The last thing that it needed was the reply from Process 2.",
        "2.000 ms: Request 1.1 was on its way from Process 1 to Process 2.",
        "0.500 ms: Reply 1.1 was on its way from Process 2 to Process 1.");

    [Fact]
    public void If_the_clock_of_another_node_is_ahead_the_parts_still_add_up() => AssertExplained(
        1,
        """
        {"at":1,"p":1,"e":"request","ts":1,"vc":{"1":1}}
        {"at":4,"p":2,"e":"recv-request","from":1,"ts":1,"reply":"now","vc":{"1":1,"2":1}}
        {"at":3.5,"p":1,"e":"recv-reply","from":2,"ts":1,"vc":{"1":2,"2":1}}
        {"at":3.5,"p":1,"e":"enter","ts":1,"vc":{"1":3,"2":1}}
        """,
        "Process 1 asked with request 1.1 at 1.000 ms and entered at 3.500 ms, 2.500 ms later.",
        "2.500 ms: Request 1.1 was on its way from Process 1 to Process 2.");

    [Fact]
    public void The_stay_of_a_process_inside_counts_from_the_arrival_of_the_request() => AssertExplained(
        2,
        """
        {"at":1,"p":1,"e":"request","ts":1,"vc":{"1":1}}
        {"at":2,"p":2,"e":"recv-request","from":1,"ts":1,"reply":"now","vc":{"1":1,"2":1}}
        {"at":3,"p":1,"e":"recv-reply","from":2,"ts":1,"vc":{"1":2,"2":1}}
        {"at":3,"p":1,"e":"enter","ts":1,"vc":{"1":3,"2":1}}
        {"at":4,"p":2,"e":"request","ts":2,"vc":{"1":1,"2":2}}
        {"at":5,"p":1,"e":"recv-request","from":2,"ts":2,"reply":"deferred","vc":{"1":4,"2":2}}
        {"at":9,"p":1,"e":"exit","ts":1,"replied":[2],"vc":{"1":5,"2":2}}
        {"at":10,"p":2,"e":"recv-reply","from":1,"ts":2,"vc":{"1":5,"2":3}}
        {"at":10,"p":2,"e":"enter","ts":2,"vc":{"1":5,"2":4}}
        """,
        "Process 2 asked with request 2.2 at 4.000 ms and entered at 10.000 ms, 6.000 ms later.",
        "The last thing that it needed was the reply from Process 1.",
        "1.000 ms: Request 2.2 was on its way from Process 2 to Process 1.",
        "4.000 ms: Process 1 was inside with request 1.1 when the request reached it, and sent the reply when it left.",
        "1.000 ms: Reply 2.2 was on its way from Process 1 to Process 2.");

    [Fact]
    public void The_wait_of_a_process_that_waited_itself_is_explained_too() => AssertExplained(
        2,
        """
        {"at":1,"p":2,"e":"request","ts":1,"vc":{"2":1}}
        {"at":1.5,"p":1,"e":"request","ts":1,"vc":{"1":1}}
        {"at":2,"p":1,"e":"recv-request","from":2,"ts":1,"reply":"deferred","vc":{"1":2,"2":1}}
        {"at":3,"p":2,"e":"recv-request","from":1,"ts":1,"reply":"now","vc":{"1":1,"2":2}}
        {"at":4,"p":1,"e":"recv-reply","from":2,"ts":1,"vc":{"1":3,"2":2}}
        {"at":4,"p":1,"e":"enter","ts":1,"vc":{"1":4,"2":2}}
        {"at":6,"p":1,"e":"exit","ts":1,"replied":[2],"vc":{"1":5,"2":2}}
        {"at":7,"p":2,"e":"recv-reply","from":1,"ts":1,"vc":{"1":5,"2":3}}
        {"at":7,"p":2,"e":"enter","ts":1,"vc":{"1":5,"2":4}}
        """,
        "Process 2 asked with request 1.2 at 1.000 ms and entered at 7.000 ms, 6.000 ms later.",
        "The last thing that it needed was the reply from Process 1.",
        "0.500 ms: Process 1 had not asked yet; it was its request 1.1 that came first.",
        "1.500 ms: Request 1.1 was on its way from Process 1 to Process 2.",
        "1.000 ms: Reply 1.1 was on its way from Process 2 to Process 1.",
        "2.000 ms: Process 1 was inside with request 1.1, and sent the reply when it left; "
        + "the request had reached it while it waited itself.",
        "1.000 ms: Reply 1.2 was on its way from Process 1 to Process 2.");

    [Fact]
    public void A_later_copy_of_the_request_does_not_hide_that_it_came_before() => AssertExplained(
        2,
        """
        {"at":1,"p":2,"e":"request","ts":1,"vc":{"2":1}}
        {"at":1,"p":1,"e":"request","ts":1,"vc":{"1":1}}
        {"at":2,"p":1,"e":"recv-request","from":2,"ts":1,"reply":"deferred","vc":{"1":2,"2":1}}
        {"at":2,"p":2,"e":"recv-request","from":1,"ts":1,"reply":"now","vc":{"1":1,"2":2}}
        {"at":3,"p":1,"e":"recv-reply","from":2,"ts":1,"vc":{"1":3,"2":2}}
        {"at":3,"p":1,"e":"enter","ts":1,"vc":{"1":4,"2":2}}
        {"at":4,"p":2,"e":"resend","ts":1,"to":[1],"vc":{"1":1,"2":3}}
        {"at":5,"p":1,"e":"recv-request","from":2,"ts":1,"reply":"deferred","vc":{"1":5,"2":3}}
        {"at":6,"p":1,"e":"exit","ts":1,"replied":[2],"vc":{"1":6,"2":3}}
        {"at":7,"p":2,"e":"recv-reply","from":1,"ts":1,"vc":{"1":6,"2":4}}
        {"at":7,"p":2,"e":"enter","ts":1,"vc":{"1":6,"2":5}}
        """,
        "Process 2 asked with request 1.2 at 1.000 ms and entered at 7.000 ms, 6.000 ms later.",
        "The last thing that it needed was the reply from Process 1.",
        "1.000 ms: Request 1.1 was on its way from Process 1 to Process 2.",
        "1.000 ms: Reply 1.1 was on its way from Process 2 to Process 1.",
        "3.000 ms: Process 1 was inside with request 1.1, and sent the reply when it left; "
        + "the request had reached it while it waited itself.",
        "1.000 ms: Reply 1.2 was on its way from Process 1 to Process 2.");

    [Fact]
    public void A_lost_request_and_the_pause_of_who_got_it_at_last_are_told() => AssertExplained(
        1,
        """
        {"at":1,"p":1,"e":"request","ts":1,"vc":{"1":1}}
        {"at":2,"p":2,"e":"drop","m":"request","from":1,"ts":1,"why":"loss","vc":{"2":1}}
        {"at":5,"p":2,"e":"pause","vc":{"2":2}}
        {"at":11,"p":1,"e":"resend","ts":1,"to":[2],"vc":{"1":2}}
        {"at":15,"p":2,"e":"resume","vc":{"2":3}}
        {"at":15,"p":2,"e":"recv-request","from":1,"ts":1,"reply":"now","vc":{"1":2,"2":4}}
        {"at":16,"p":1,"e":"recv-reply","from":2,"ts":1,"vc":{"1":3,"2":4}}
        {"at":16,"p":1,"e":"enter","ts":1,"vc":{"1":4,"2":4}}
        """,
        "Process 1 asked with request 1.1 at 1.000 ms and entered at 16.000 ms, 15.000 ms later.",
        "The last thing that it needed was the reply from Process 2.",
        "10.000 ms: Request 1.1 from Process 1 to Process 2 was lost; after this time it was sent again.",
        "4.000 ms: Request 1.1 was on its way from Process 1 to Process 2; Process 2 was paused from 5.000 ms to 15.000 ms.",
        "1.000 ms: Reply 1.1 was on its way from Process 2 to Process 1.");

    [Fact]
    public void A_lost_reply_is_told_with_why_it_came_late_at_all() => AssertExplained(
        1,
        """
        {"at":0,"p":2,"e":"request","ts":1,"to":[],"vc":{"2":1}}
        {"at":1,"p":1,"e":"request","ts":2,"vc":{"1":1}}
        {"at":2,"p":2,"e":"recv-request","from":1,"ts":2,"reply":"deferred","vc":{"1":1,"2":2}}
        {"at":5,"p":2,"e":"withdraw","ts":1,"replied":[1],"vc":{"1":1,"2":3}}
        {"at":6,"p":1,"e":"drop","m":"reply","from":2,"ts":2,"why":"loss","vc":{"1":2}}
        {"at":10,"p":1,"e":"resend","ts":2,"to":[2],"vc":{"1":3}}
        {"at":11,"p":2,"e":"recv-request","from":1,"ts":2,"reply":"now","vc":{"1":3,"2":4}}
        {"at":12,"p":1,"e":"recv-reply","from":2,"ts":2,"vc":{"1":4,"2":4}}
        {"at":12,"p":1,"e":"enter","ts":2,"vc":{"1":5,"2":4}}
        """,
        "Process 1 asked with request 2.1 at 1.000 ms and entered at 12.000 ms, 11.000 ms later.",
        "The last thing that it needed was the reply from Process 2.",
        "1.000 ms: Request 2.1 was on its way from Process 1 to Process 2.",
        "3.000 ms: Process 2 waited itself with request 1.2, and sent the reply when it withdrew.",
        "1.000 ms: Reply 2.1 was on its way from Process 2 to Process 1, where it did not arrive.",
        "4.000 ms: The reply was lost; after this time request 2.1 from Process 1 to Process 2 was sent again.",
        "1.000 ms: Request 2.1 was on its way from Process 1 to Process 2.",
        "1.000 ms: Reply 2.1 was on its way from Process 2 to Process 1.");

    [Fact]
    public void If_the_trace_begins_later_the_rest_of_the_wait_is_called_unknown()
    {
        var index = Index("""
            {"at":3,"p":1,"e":"request","ts":1,"vc":{"1":7}}
            {"at":5,"p":1,"e":"recv-reply","from":2,"ts":1,"vc":{"1":8,"2":4}}
            {"at":5,"p":1,"e":"enter","ts":1,"vc":{"1":9,"2":4}}
            {"at":6,"p":2,"e":"enter","ts":1,"vc":{"2":8}}
            """);
        var explanation = Explanation.Of(index, index.Entries[0]);
        AssertAddsUp(explanation, "excerpt");
        Assert.Equal("The trace does not have the sending of the reply from Process 2.", Assert.Single(explanation.Parts).Text);
        Assert.Equal(
            ["Process 2 entered with request 1.2 at 6.000 ms; the trace does not tell when it asked."],
            Explanation.Of(index, index.Entries[1]).Sentences);
    }

    private static void AssertAddsUp(Explanation explanation, string which)
    {
        var time = explanation.Entry.Asked!.At;
        foreach (var part in explanation.Parts)
        {
            Assert.True(
                part.From == time && part.To > part.From,
                $"{which}: {part.Text} begins at {part.From}, the one before ends at {time}");
            time = part.To;
        }
        Assert.True(time == explanation.Entry.Entered.At, $"{which}: ends at {time}, entered at {explanation.Entry.Entered.At}");
    }

    private static void AssertExplained(int entryOf, string lines, params string[] sentences)
    {
        var index = Index(lines);
        var explanation = Explanation.Of(index, index.Entries.Single(entry => entry.Process.Value == entryOf));
        Assert.Equal(sentences, explanation.Sentences);
        AssertAddsUp(explanation, "scenario");
    }

    private static TraceIndex Index(string lines) => new(TraceFiles.Read(TraceFiles.Behind(2, lines)));
}
