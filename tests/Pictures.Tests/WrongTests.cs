using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Tracing.Pictures;
using Coterie.Pictures.Tests.Support;

namespace Coterie.Pictures.Tests;

/// <summary>What went wrong is red, has a sign or hatching, and is said in a sentence. A good run has nothing of it.</summary>
public sealed class WrongTests
{
    private const double Left = 84;
    private const double Right = 1180;

    [Theory]
    [InlineData("together", "Exclusion violated at ")]
    [InlineData("starved", "Progress violated at ")]
    public void Sentence_of_the_judge_is_above_every_picture(string trace, string beginning)
    {
        var index = Samples.Read(trace);
        var sentence = Introduced(TraceJudge.Check(index.Trace)!.Violation!.Text);
        var banner = string.Join(' ', Drawing.Of(index).Banner);
        Assert.StartsWith(beginning, banner);
        Assert.Contains(sentence, banner);
        Assert.Contains(sentence, Draw(TextPicture.Write, index));
        Assert.Contains($"{sentence}</p>", Draw(HtmlPicture.Write, index));
    }

    [Theory]
    [InlineData("calm")]
    [InlineData("lossy")]
    [InlineData("partition")]
    [InlineData("crash")]
    public void Picture_of_a_good_run_has_no_banner_and_no_marks(string trace)
    {
        var index = Samples.Read(trace);
        var drawing = Drawing.Of(index);
        Assert.Empty(drawing.Banner);
        Assert.Empty(drawing.Hatched);
        Assert.Empty(drawing.Signs);
        Assert.Empty(drawing.Rings);
        Assert.DoesNotContain('!', Draw(TextPicture.Write, index));
        var page = Draw(HtmlPicture.Write, index);
        Assert.DoesNotContain("role=\"alert\"", page);
        Assert.DoesNotContain("\"guilty\"", page);
    }

    [Fact]
    public void Two_that_are_inside_together_are_hatched_from_the_later_entry_to_the_earlier_exit()
    {
        var drawing = Drawing.Of(Samples.Read("together"));
        var inside = drawing.Bars("inside").ToList();
        Assert.NotEmpty(drawing.Hatched);
        foreach (var (x, width, y) in drawing.Hatched)
        {
            Assert.Contains(inside, bar => Near(bar.Y, y) && Covers(bar, x, width));
            Assert.Contains(inside, bar => !Near(bar.Y, y) && Covers(bar, x, width));
            Assert.Contains(inside, bar => Near(bar.X, x));
            Assert.Contains(inside, bar => Near(bar.X + bar.Width, x + width));
        }
        Assert.Contains("both inside", drawing.Texts);

        static bool Covers((double X, double Width, double Y) bar, double x, double width) =>
            bar.X < x + 0.03 && bar.X + bar.Width > x + width - 0.03;
    }

    [Fact]
    public void Wrong_consent_and_the_request_that_it_answers_are_marked_with_a_sign_in_their_middle()
    {
        var drawing = Drawing.Of(TieBreak(withExits: true));
        var guilty = drawing.Arrows.Where(arrow => arrow.Class.Contains(" guilty")).ToList();
        Assert.Equal(["message reply guilty", "message request guilty"], guilty.Select(arrow => arrow.Class).Order());
        Assert.All(guilty, arrow => Assert.Contains(
            drawing.Signs, sign => Near(sign.X, (arrow.X1 + arrow.X2) / 2) && Near(sign.Y, (arrow.Y1 + arrow.Y2) / 2)));
        Assert.Equal(3, drawing.Rings.Count()); // the wrong consent, and both entries
    }

    [Fact]
    public void Trace_that_ends_at_the_violation_is_drawn_a_little_past_its_end()
    {
        var drawing = Drawing.Of(TieBreak(withExits: false));
        Assert.Equal(2, drawing.Hatched.Count());
        Assert.All(drawing.Hatched, bar => Assert.True(bar.Width > 50 && Near(bar.X + bar.Width, Right)));
        Assert.Contains("Entry 1: Process 1 is inside with request 1.1 to the end of the trace", drawing.Titles);
    }

    [Fact]
    public void Request_that_waits_for_ever_is_hatched_from_its_beginning_to_the_end()
    {
        var index = Samples.Read("starved");
        var waiting = Drawing.Of(index).Bars("waiting guilty").ToList();
        Assert.Equal(index.Waits.Count(wait => wait.Ended is null), waiting.Count);
        Assert.NotEmpty(waiting);
        Assert.All(waiting, bar => Assert.True(bar.X >= Left && Near(bar.X + bar.Width, Right)));
    }

    [Fact]
    public void Request_is_named_once_however_many_it_asks()
    {
        var index = Samples.Read("calm");
        var drawing = Drawing.Of(index);
        Assert.NotEmpty(drawing.Requests);
        Assert.Equal(drawing.Requests.Distinct(), drawing.Requests);
        Assert.All(drawing.Requests, request => Assert.Contains(index.Waits, wait => $"{wait.Request}" == request));
        var first = index.Waits[0].Request;
        Assert.Contains($"request: timestamp {first.Clock} of process {first.Process}", drawing.Texts);
    }

    [Fact]
    public void In_letters_the_overlap_and_the_lines_of_the_violation_have_a_mark()
    {
        var lines = Draw(TextPicture.Write, TieBreak(withExits: false)).Split('\n');
        Assert.Equal(2, lines.Count(line => line.StartsWith('P') && line.EndsWith("!!!!", StringComparison.Ordinal)));
        Assert.Equal(
            [
                "request 1.2; sends reply to 2", "Process 1 enters with request 1.1", "reply 1.2",
                "Process 2 enters with request 1.2",
            ],
            lines.Where(line => line.StartsWith("!  ", StringComparison.Ordinal)).Select(line => line[22..]));
    }

    [Fact]
    public void Page_says_of_both_entries_that_they_take_part_in_the_violation()
    {
        var page = Draw(HtmlPicture.Write, TieBreak(withExits: false));
        const string Sentence =
            "<li>! This entry takes part in a violation of Exclusion: Process 2 entered while Process 1 was inside.</li>";
        Assert.Equal(2, page.Split(Sentence).Length - 1);
        Assert.Equal(3, page.Split("\"guilty\":true").Length - 1);
    }

    // Process 1 consents to 1.2, although its own request 1.1 goes first.
    private static TraceIndex TieBreak(bool withExits)
    {
        const string Lines = """
            {"coterie":"trace/1","algorithm":"ricart-agrawala","bug":"no-tie-break","processes":2,"clock":"virtual"}
            {"at":0,"p":1,"e":"request","ts":1,"vc":{"1":1}}
            {"at":0,"p":2,"e":"request","ts":1,"vc":{"2":1}}
            {"at":1,"p":2,"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"now","vc":{"1":1,"2":2}}
            {"at":1,"p":1,"e":"recv-request","from":2,"ts":1,"sent":1,"reply":"now","vc":{"1":2,"2":1}}
            {"at":2,"p":1,"e":"recv-reply","from":2,"ts":1,"sent":2,"vc":{"1":3,"2":2}}
            {"at":2,"p":1,"e":"enter","ts":1,"vc":{"1":4,"2":2}}
            {"at":2,"p":2,"e":"recv-reply","from":1,"ts":1,"sent":2,"vc":{"1":2,"2":3}}
            {"at":2,"p":2,"e":"enter","ts":1,"vc":{"1":2,"2":4}}

            """;
        const string Exits = """
            {"at":3,"p":1,"e":"exit","ts":1,"vc":{"1":5,"2":2}}
            {"at":4,"p":2,"e":"exit","ts":1,"vc":{"1":2,"2":5}}

            """;
        return Samples.Parse(withExits ? Lines + Exits : Lines);
    }

    private static string Introduced(string sentence) => new RequestNotation(process => $"Process {process}").Introduce(sentence);

    private static string Draw(Func<TraceIndex, PictureOptions, TextWriter, string?> write, TraceIndex index)
    {
        var output = new StringWriter();
        write(index, new PictureOptions { Width = 200 }, output);
        return output.ToString();
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 0.03;
}
