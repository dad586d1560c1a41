using System.Text;
using Coterie.Mutex;
using Coterie.Pictures.Tests.Support;
using Coterie.Tracing;
using Coterie.Tracing.Pictures;

namespace Coterie.Pictures.Tests;

/// <summary>What the options choose, and what there is no room for.</summary>
public sealed class PartTests
{
    [Fact]
    public void Chosen_processes_alone_have_rows_and_messages()
    {
        var drawing = Drawing.Of(Samples.Read("calm"), new PictureOptions { Processes = new HashSet<ProcessId> { new(2), new(4) } });
        Assert.Equal(["Process 2", "Process 4"], drawing.Texts.Where(text => text.StartsWith("Process ", StringComparison.Ordinal)));
        Assert.Equal("29.69 ms to 214.727 ms of simulated time; processes 2, 4; 3 entries, 8 messages", drawing.Texts.ElementAt(1));
        Assert.Equal(8, drawing.Arrows.Count());
    }

    [Theory]
    [InlineData(50, 40, "to must be later than from (50 ms), was [40 ms].")]
    [InlineData(null, 20, "to must be later than the first event (29.69 ms), was [20 ms].")]
    [InlineData(500, null, "from must not be later than the last event (214.727 ms), was [500 ms].")]
    public void Times_that_choose_nothing_are_refused(int? from, int? to, string problem)
    {
        var options = new PictureOptions { From = Milliseconds(from), To = Milliseconds(to) };
        Assert.Equal(problem, Assert.Throws<PictureOptionsException>(() => Drawing.Of(Samples.Read("calm"), options)).Message);
    }

    [Theory]
    [InlineData(6, "processes must be from 1 to 5, was [6].")]
    [InlineData(0, "processes must be from 1 to 5, was [0].")]
    [InlineData(null, "processes must be at least one, was [none].")]
    public void Processes_that_the_run_does_not_have_are_refused(int? process, string problem)
    {
        var options = new PictureOptions { Processes = process is { } id ? new HashSet<ProcessId> { new(id) } : new HashSet<ProcessId>() };
        Assert.Equal(problem, Assert.Throws<PictureOptionsException>(() => Drawing.Of(Samples.Read("calm"), options)).Message);
    }

    [Theory]
    [InlineData(39)]
    [InlineData(1001)]
    public void Terminal_of_no_sensible_width_is_refused(int width)
    {
        var problem = Assert.Throws<PictureOptionsException>(() => Text(width));
        Assert.Equal($"width must be from 40 to 1000 columns, was [{width}].", problem.Message);
    }

    [Fact]
    public void Text_is_never_wider_than_the_terminal() =>
        Assert.All(Enumerable.Range(TextPicture.LeastWidth, 100), width => Assert.All(Text(width).Split('\n'), line => Assert.InRange(line.Length, 0, width)));

    [Fact]
    public void Row_of_text_shows_what_a_process_does_to_the_nearest_column()
    {
        // Process 1 of "crash": paused to 75 ms, waiting from 81.061 ms, inside from 132.764 ms to 147.491 ms; a column is 2.7 ms.
        Assert.Contains("P1 ~~~~~~~~~~~~~..-------------------#####.", Text(100));
    }

    [Fact]
    public void Stay_shorter_than_a_column_has_a_letter_of_its_own()
    {
        var crowd = new TraceIndex(Runs.Trace(Runs.Settings(3, 1500, seed: 1, think: "100ms..200ms", hold: "1ms..2ms")));
        var output = new StringWriter();
        TextPicture.Write(crowd, new PictureOptions { Width = 40 }, output);
        var rows = output.ToString().Split('\n').Where(line => line.StartsWith('P')).ToList();
        Assert.Equal(3, rows.Count);
        Assert.All(rows, row => Assert.True(row.Contains('+') && !row.Contains('#')));
        Assert.Contains("+ inside for less than a column", output.ToString());
    }

    [Fact]
    public void Text_has_no_colours_unless_asked_for_and_is_the_same_with_them()
    {
        var plain = Text(100);
        var coloured = Text(100, isColoured: true);
        Assert.DoesNotContain('\e', plain);
        Assert.Contains('\e', coloured);
        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(coloured, "\e\\[[0-9;]*m", ""));
    }

    [Fact]
    public void Empty_trace_is_drawn_as_lines_without_anything()
    {
        var empty = new TraceIndex(new Trace(new TraceHeader("lamport", 2, null, false, null), []));
        Assert.Contains("0 to 1 ms of real time; 0 entries, 0 messages", Drawing.Of(empty).Texts);
        TextPicture.Write(empty, new PictureOptions(), new StringWriter());
        HtmlPicture.Write(empty, new PictureOptions(), new StringWriter());
    }

    [Fact]
    public void Names_that_command_a_terminal_or_break_the_picture_are_shown_without_their_power()
    {
        var calm = Samples.Read("calm").Trace;
        const string Name = "\e[2J<&\u0001\uFFFF";
        var strange = new TraceIndex(calm with
        {
            Header = calm.Header with { Algorithm = Name, Bug = Name },
            Events = [.. calm.Events.Select(happened => happened with
            {
                Message = happened.Message is null ? null : Name,
                Sends = [.. happened.Sends.Select(send => send with { Message = Name })],
            })],
        });
        var text = new StringWriter();
        TextPicture.Write(strange, new PictureOptions(), text);
        Assert.DoesNotContain('\e', text.ToString());
        Assert.Contains(Drawing.Of(strange).Texts, label => label == "\uFFFD[2J<&\uFFFD\uFFFD");
    }

    [Fact]
    public void Excerpt_whose_beginning_is_missing_is_drawn()
    {
        const string Lines = """
            {"coterie":"trace/1","algorithm":"ricart-agrawala","processes":3,"seed":42,"clock":"virtual"}
            {"at":1204.331,"p":1,"e":"request","ts":3,"vc":{"1":4}}
            {"at":1204.910,"p":2,"e":"recv-request","from":1,"ts":3,"reply":"now","vc":{"1":4,"2":6}}
            {"at":1205.400,"p":1,"e":"recv-reply","from":2,"ts":3,"vc":{"1":5,"2":6}}
            {"at":1205.401,"p":1,"e":"enter","ts":3,"vc":{"1":6,"2":6}}
            """;
        var excerpt = new TraceIndex(TraceReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(Lines + "\n"))));
        Assert.Equal(3, Drawing.Of(excerpt).Arrows.Count());
        Assert.Null(TextPicture.Write(excerpt, new PictureOptions(), new StringWriter()));
        Assert.Null(HtmlPicture.Write(excerpt, new PictureOptions(), new StringWriter()));
    }

    [Fact]
    public void Too_many_messages_are_thinned_out_and_counted_and_the_telling_ones_kept()
    {
        var crowd = new TraceIndex(Runs.Trace(Runs.Settings(20, 1500, seed: 1, think: "1ms..100ms", hold: "1ms..8ms")));
        var drawing = Drawing.Of(crowd);
        Assert.InRange(crowd.Messages.Count, 5_001, 40_000);
        Assert.Equal(5_000, drawing.Arrows.Count());
        Assert.Equal($"The picture leaves out {crowd.Messages.Count - 5_000} of {crowd.Messages.Count} messages. A shorter part of the run, or fewer processes, would show them.", drawing.LeftOut);
        Assert.Contains(drawing.LeftOut, drawing.Texts);
        var deferred = drawing.Arrows.Count(arrow => arrow.Class.Contains("deferred"));
        Assert.Equal(Math.Min(5_000, crowd.Messages.Count(message => message.IsDeferredReply)), deferred);
    }

    [Fact]
    public void Every_algorithm_is_drawn_and_each_of_its_kinds_of_message_explained()
    {
        foreach (var algorithm in MutexAlgorithms.All)
        {
            var settings = Runs.Settings(5, 150, seed: 9, think: "5ms..50ms");
            var index = new TraceIndex(Runs.Trace(settings with { Simulation = settings.Simulation with { Algorithm = algorithm } }));
            var drawing = Drawing.Of(index);
            Assert.Equal(index.Messages.Count, drawing.Arrows.Count());
            Assert.All(index.Messages, message => Assert.Contains(message.IsDeferredReply ? "deferred reply" : message.Name, drawing.Texts));
            Assert.Null(HtmlPicture.Write(index, new PictureOptions(), new StringWriter()));
        }
    }

    private static string Text(int width, bool isColoured = false)
    {
        var output = new StringWriter();
        TextPicture.Write(Samples.Read("crash"), new PictureOptions { Width = width, IsColoured = isColoured }, output);
        return output.ToString();
    }

    private static TimeSpan? Milliseconds(int? value) => value is { } some ? TimeSpan.FromMilliseconds(some) : null;
}
