using System.Text;
using Coterie.Lab.Mutex;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Explaining;
using Coterie.Lab.Tracing.Pictures;
using Coterie.Lab.Tracing.Reading;
using Coterie.Pictures.Tests.Support;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Pictures.Tests;

/// <summary>Traces of all sorts and sizes: what can be recorded or read can be drawn.</summary>
public sealed class OddTraceTests
{
    [Fact]
    public void Empty_trace_is_drawn_as_lines_without_anything()
    {
        var empty = new TraceIndex(new Trace(new TraceHeader("lamport", 2, null, false, null), []));
        Assert.Contains("0 to 1 ms of real time; 0 entries, 0 messages", Drawing.Of(empty).Texts);
        TextPicture.Write(empty, new PictureOptions(), new StringWriter());
        HtmlPicture.Write(empty, new PictureOptions(), new StringWriter());
    }

    [Fact]
    public void Names_with_control_characters_or_tags_are_escaped()
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
        Assert.Contains(Drawing.Of(strange).Texts, label => label == @"\u001B[2J<&\u0001\uFFFF");
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
    public void Of_a_crowd_lost_messages_and_those_that_a_process_waited_for_are_drawn_and_the_rest_is_counted()
    {
        var thirty = Samples.Read("thirty");
        var drawing = Drawing.Of(thirty);
        var needed = thirty.Entries.SelectMany(entry => Explanation.Of(thirty, entry).Parts)
            .Select(part => part.Message).OfType<TraceMessage>().ToHashSet();
        var expected = thirty.Messages.Count(message => message.Sent is not null && (message.IsLost || needed.Contains(message)));
        Assert.InRange(expected, 1, thirty.Messages.Count / 4);
        Assert.Equal(expected, drawing.Arrows.Count());
        Assert.StartsWith($"Of {thirty.Messages.Count} messages, {expected} are drawn", drawing.LeftOut);
        Assert.Contains(drawing.LeftOut, drawing.Texts);
    }

    [Fact]
    public void Every_algorithm_is_drawn_and_each_of_its_kinds_of_message_explained()
    {
        foreach (var algorithm in MutexAlgorithms.All)
        {
            var settings = Runs.Settings(5, 150, seed: 9, think: "5ms..50ms");
            var index = new TraceIndex(
                Runs.Trace(settings with { Simulation = settings.Simulation with { Protocol = algorithm.InLab() } }));
            var drawing = Drawing.Of(index);
            Assert.Equal(index.Messages.Count, drawing.Arrows.Count());
            Assert.All(
                index.Messages,
                message => Assert.Contains(message.IsDeferredReply ? "deferred reply" : message.Name, drawing.Texts));
            Assert.Null(HtmlPicture.Write(index, new PictureOptions(), new StringWriter()));
        }
    }
}
