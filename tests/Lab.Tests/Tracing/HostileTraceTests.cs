using System.Globalization;
using System.Text;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Tracing.Pictures;
using Coterie.Lab.Tracing.Reading;

namespace Coterie.Tests.Tracing;

/// <summary>
/// Files that were made to do harm: each is refused with a sentence, or needs no more memory than its size allows.
/// </summary>
public sealed class HostileTraceTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void A_short_trace_of_many_processes_that_all_ask_is_checked_in_little_memory()
    {
        var text = Asking(10_000, requests: 1_000);
        TraceVerdict? verdict = null;
        var bytes = Allocated(() => verdict = TraceJudge.Check(new TraceReader(TraceFiles.Stream(text))));
        Assert.Equal(
            ("Progress", 1_000L, 9_999_000L), (verdict!.Violation!.Rule, verdict.Events, verdict.Summary.Messages.Total));
        Assert.InRange(bytes, 0, 64 * Megabyte);
    }

    [Fact]
    public void A_short_trace_that_implies_very_many_messages_is_read_in_little_memory_and_not_drawn()
    {
        Trace? trace = null;
        var bytes = Allocated(() => trace = TraceFiles.Read(Asking(10_000, requests: 1_000)));
        Assert.InRange(bytes, 0, 8 * Megabyte);
        var problem = Assert.Throws<TraceFormatException>(() => new TraceIndex(trace!));
        Assert.Equal(
            "line 102: The messages up to here must be at most 1004000 (1000000, and 4 for each of the 1000 events), was "
            + "[1009899].",
            problem.Message);
    }

    [Fact]
    public void Requests_of_which_few_arrive_are_paired_with_their_receipts()
    {
        var lines = new StringBuilder("""{"at":0,"p":1,"e":"request","ts":1,"vc":{"1":1}}""").Append('\n');
        for (var id = 10_000; id > 9_000; id--)
            lines.Append(
                CultureInfo.InvariantCulture,
                $$$"""{"at":1,"p":{{{id}}},"e":"recv-request","from":1,"ts":1,"sent":1,"reply":"now","vc":""")
                .Append(CultureInfo.InvariantCulture, $$$"""{"1":1,"{{{id}}}":1}}""")
                .Append('\n');
        Assert.Equal("Progress", Check(lines.ToString()).Rule); // nothing is wrong but the wait
        var again = lines + """{"at":2,"p":9500,"e":"recv-request","from":1,"ts":1,"vc":{"1":1,"9500":2}}""" + "\n";
        Assert.Equal(("Messages", 1_003), (Check(again).Rule, Check(again).Line)); // a second receipt of the same message
    }

    [Theory]
    [InlineData("""{"coterie":"trace/1","algorithm":"a\u001b[2J","processes":3}""", @"line 1: ""algorithm"" must be ")]
    [InlineData(
        """{"coterie":"trace/1","algorithm":"ricart-agrawala","bug":"\u009b2J","processes":3}""", @"line 1: ""bug"" must be ")]
    [InlineData(
        """{"coterie":"trace/1","algorithm":"ricart-agrawala","processes":1000000000}""",
        @"line 1: ""processes"" must be a whole number from 1 to 10000, was [1000000000].")]
    [InlineData("\e[2J", "line 1: The first line must be the header of a trace")]
    public void What_a_header_says_reaches_nobody_raw(string header, string beginning)
    {
        var problem = Assert.Throws<TraceFormatException>(
            () => TraceJudge.Check(new TraceReader(TraceFiles.Stream(header + "\n"))));
        Assert.StartsWith(beginning, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(problem.Message, char.IsControl);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"x\":")]
    public void Deep_nesting_is_refused(string opening)
    {
        var line = """{"at":0,"x":""" + string.Concat(Enumerable.Repeat(opening, 100_000));
        var problem = Assert.Throws<TraceFormatException>(() => TraceFiles.Read(TraceFiles.Behind(3, line + "\n")));
        Assert.StartsWith(
            "line 2: The line must be a JSON object, and is not from byte ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_long_line_that_is_refused_only_the_beginning_is_decoded()
    {
        var stream = TraceFiles.Stream(TraceFiles.Behind(3, new string('x', 8 << 20) + "\n"));
        var bytes = Allocated(() => Assert.Throws<TraceFormatException>(() => TraceReader.Read(stream)));
        Assert.InRange(bytes, 0, 40 * Megabyte); // the line, in a buffer that doubles
    }

    [Fact]
    public void A_title_from_a_header_commands_no_terminal_in_any_picture()
    {
        var calm = TraceFiles.Read(TraceFiles.Behind(2, """{"at":0,"p":1,"e":"request","ts":1,"vc":{"1":1}}""" + "\n"));
        const string Name = "\e[2J\u009b1mx\u202e";
        var strange = new TraceIndex(calm with { Header = calm.Header with { Algorithm = Name, Bug = Name } });
        Func<TraceIndex, PictureOptions, TextWriter, string?>[] pictures =
            [TextPicture.Write, SvgPicture.Write, HtmlPicture.Write, Coterie.Lab.Tracing.Export.PerfettoExport.Write];
        foreach (var write in pictures)
        {
            using var output = new StringWriter();
            write(strange, new PictureOptions(), output);
            Assert.DoesNotContain(output.ToString(), character => char.IsControl(character) && character != '\n');
        }
    }

    private static string Asking(int processes, int requests)
    {
        var lines = new StringBuilder();
        for (var id = 1; id <= requests; id++)
            lines.Append(
                CultureInfo.InvariantCulture,
                $$$"""{"at":{{{id}}},"p":{{{id}}},"e":"request","ts":1,"vc":{"{{{id}}}":1}}""").Append('\n');
        return TraceFiles.Behind(processes, lines.ToString());
    }

    private static TraceViolation Check(string lines) =>
        TraceJudge.Check(new TraceReader(TraceFiles.Stream(TraceFiles.Behind(10_000, lines)))).Violation!;

    private static long Allocated(Action act)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
