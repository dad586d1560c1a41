using System.Text.RegularExpressions;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Pictures;
using Coterie.Pictures.Tests.Support;
using Coterie.Protocols.Kernel;

namespace Coterie.Pictures.Tests;

/// <summary>Bars of votes and locks, by what a trace shows. Voters are 1 to 3, readers 4 and 5, writers 6 and 7.</summary>
public sealed class StretchTests
{
    private const string Reader = "shared lock";

    [Fact]
    public void Vote_is_out_from_the_grant_to_the_release()
    {
        var story = Quorum()
            .Gets(1, 6, "request 1.6", "6 grant 1.6")  // at 1 ms
            .Gets(1, 6, "request 1.6", "6 grant 1.6")  // a copy
            .Gets(1, 6, "release 1.6", "6 over 1.6");  // at 3 ms
        var vote = Assert.Single(Of(story));
        Assert.Equal((StretchKind.Given, StretchEnd.Returned), (vote.Kind, vote.End));
        Assert.Equal((1.0, 3.0), (vote.From.TotalMilliseconds, vote.To!.Value.TotalMilliseconds));
        Assert.Equal((new ProcessId(1), new ProcessId(6), false), (vote.Process, vote.Receiver, vote.IsShared));
    }

    [Fact]
    public void Yield_ends_a_vote_and_a_late_copy_of_it_ends_nothing()
    {
        var story = Quorum()
            .Gets(1, 6, "request 2.6", "6 grant 2.6")
            .Gets(1, 7, "request 1.7", "6 inquire 2.6", "7 queued 1.7")
            .Gets(1, 6, "yield 2.6", "7 grant 1.7")
            .Gets(1, 7, "release 1.7", "7 over 1.7", "6 grant 2.6")
            .Gets(1, 6, "yield 2.6"); // the copy: the voter does nothing
        Assert.Equal([StretchEnd.Yielded, StretchEnd.Returned, StretchEnd.Open], Of(story).Select(vote => vote.End));
    }

    [Fact]
    public void Vote_lapses_with_the_session_of_its_client()
    {
        var story = Quorum()
            .Gets(1, 6, "request 1.6", "6 grant 1.6")
            .Gets(1, 7, "request 1.7", "6 inquire 1.6", "7 queued 1.7")
            .Does(1, TraceEventKind.Note, what: "ends session 6", sends: "7 grant 1.7");
        var stretches = new SceneStretches(story.Trace);
        Assert.Equal([StretchEnd.Lapsed, StretchEnd.Open], stretches.All.Select(vote => vote.End));
        Assert.Equal("; its vote for request 1.6 lapses", stretches.RemarkOn(story[2]));
    }

    [Fact]
    public void Vote_lapses_also_if_the_trace_tells_of_the_next_one_before()
    {
        var story = Quorum()
            .Gets(1, 6, "request 1.6", "6 grant 1.6")
            .Gets(1, 6, "beat", "6 heard", "7 grant 1.7") // of one step, this
            .AtOnce().Does(1, TraceEventKind.Note, what: "ends session 6"); // and this
        Assert.Equal([StretchEnd.Lapsed, StretchEnd.Open], Of(story).Select(vote => vote.End));
    }

    [Fact]
    public void Readers_share_a_vote_and_a_writer_does_not()
    {
        var story = Quorum()
            .Does(4, TraceEventKind.Request, "1.4", Reader).Does(5, TraceEventKind.Request, "1.5", Reader)
            .Gets(1, 4, "request 1.4", "4 grant 1.4").Gets(1, 5, "request 1.5", "5 grant 1.5")
            .Gets(1, 4, "release 1.4").Gets(1, 5, "release 1.5", "6 grant 1.6");
        Assert.Equal([true, true, false], Of(story).Select(vote => vote.IsShared));
        var bars = Drawing.Of(new TraceIndex(story.Trace));
        Assert.NotEqual(bars.Bars("given c1").Single().Y, bars.Bars("given c2").Single().Y);
        Assert.Contains("The vote of Voter 1 is shared by Client 4 with request 1.4 for 2 ms, and is given back", bars.Titles);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // as in traces of earlier versions
    public void Voter_that_has_forgotten_everything_does_not_vote_until_it_says_so_or_votes(bool saysSo)
    {
        var story = Quorum()
            .Does(2, TraceEventKind.Crash).Does(2, TraceEventKind.Restart)
            .Gets(2, 6, "request 1.6", "6 queued 1.6");
        _ = saysSo
            ? story.Does(2, TraceEventKind.Note, what: "votes again", sends: "6 grant 1.6")
            : story.Does(2, TraceEventKind.Send, sends: "6 grant 1.6");
        var unready = Assert.Single(Of(story), stretch => stretch.Kind == StretchKind.Unready);
        Assert.True(unready.HasForgotten);
        Assert.Equal((2.0, 4.0), (unready.From.TotalMilliseconds, unready.To!.Value.TotalMilliseconds));
    }

    [Fact]
    public void Page_says_beside_the_line_of_a_voter_that_it_does_not_vote_yet()
    {
        var story = Quorum()
            .Does(2, TraceEventKind.Crash).Does(2, TraceEventKind.Restart)
            .Does(2, TraceEventKind.Note, what: "votes again", sends: "6 grant 1.6");
        using var page = new StringWriter();
        HtmlPicture.Write(new TraceIndex(story.Trace), new PictureOptions(), page);
        var states = StateOf(2).Matches(page.ToString()).Select(match => match.Groups[1].Value);
        Assert.Equal(["down", "does not vote yet", "serving"], states);

        static Regex StateOf(int process) => new($$""""key":"{{process}}\.\d+"[^}]*"state":\["([^"]*)"""");
    }

    [Fact]
    public void Durable_voter_forgets_only_if_the_restart_says_so()
    {
        var story = Quorum(", durable voters")
            .Does(2, TraceEventKind.Crash).Does(2, TraceEventKind.Restart)
            .Does(3, TraceEventKind.Crash).Does(3, TraceEventKind.Restart, what: "forgetful");
        Assert.Equal([false, true], Of(story).Select(stretch => stretch.HasForgotten));
    }

    [Fact]
    public void Client_keeps_the_votes_that_it_does_not_give_back()
    {
        var story = Quorum()
            .Does(6, TraceEventKind.Request, "1.6")
            .Gets(6, 1, "grant 1.6").Gets(6, 2, "grant 1.6")
            .Does(6, TraceEventKind.Enter, "1.6", "token 1+0")
            .Does(6, TraceEventKind.Exit, "1.6")           // at 5 ms
            .Gets(6, 1, "inquire 1.6", "1 release 1.6", "2 release 1.6") // at 6 ms
            .Does(6, TraceEventKind.Request, "2.6").Gets(6, 1, "grant 2.6").Gets(6, 2, "grant 2.6")
            .Does(6, TraceEventKind.Enter, "2.6", "token 2+0")
            .Does(6, TraceEventKind.Exit, "2.6", null, "1 release 2.6", "2 release 2.6");
        var kept = Assert.Single(Of(story), stretch => stretch.Kind == StretchKind.Kept);
        Assert.Equal((5.0, 6.0), (kept.From.TotalMilliseconds, kept.To!.Value.TotalMilliseconds));
    }

    [Fact]
    public void Whoever_reaches_no_majority_of_the_voters_is_cut_off()
    {
        var story = Quorum()
            .Does(6, TraceEventKind.Request, "1.6").FallsApart([1, 4, 6], [2, 3, 5, 7]).Does(6, TraceEventKind.Crash);
        var drawing = Drawing.Of(new TraceIndex(story.Trace));
        Assert.Contains("Client 6 is cut off from a majority of the voters", drawing.Titles);
        Assert.DoesNotContain("Client 7 is cut off from a majority of the voters", drawing.Titles);
        Assert.Equal(3, drawing.Bars("cut-off").Count());
        Assert.Contains("1, 4, 6 cut off from a majority of the voters", Text(story));
    }

    [Fact]
    public void Readers_of_the_memory_share_its_lock_and_a_lock_may_lapse()
    {
        var story = new Story("memory", "2 readers, 1 writer", processes: 4)
            .Does(1, TraceEventKind.Note, "1.2", "read lock 1.2 is let in")
            .Does(1, TraceEventKind.Note, "1.3", "read lock 1.3 is let in")
            .Does(1, TraceEventKind.Note, "1.2", "read lock 1.2 is given back")
            .Does(1, TraceEventKind.Note, "1.3", "read lock 1.3 has expired")
            .Does(1, TraceEventKind.Note, "1.4", "write lock 1.4 is let in");
        Assert.Equal(
            [(StretchEnd.Returned, true), (StretchEnd.Lapsed, true), (StretchEnd.Open, false)],
            Of(story).Select(locked => (locked.End, locked.IsShared)));
    }

    [Fact]
    public void Token_stands_in_the_bar_of_an_entry_and_the_values_at_the_line()
    {
        Assert.Contains(Drawing.Of(Samples.Read("votes")).Texts, text => text.EndsWith("2+0", StringComparison.Ordinal));
        Assert.Contains(Drawing.Of(Samples.Read("readers")).Texts, text => text.StartsWith("write ", StringComparison.Ordinal));
    }

    private static Story Quorum(string more = "") =>
        new("quorum", $"3 voters, 2 readers, 2 writers, lease 2000 ms, 1 lapse{more}", processes: 7);

    private static IReadOnlyList<Stretch> Of(Story story) => new SceneStretches(story.Trace).All;

    private static string Text(Story story)
    {
        var output = new StringWriter();
        TextPicture.Write(new TraceIndex(story.Trace), new PictureOptions(), output);
        return output.ToString();
    }
}
