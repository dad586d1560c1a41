using Coterie.Lab.Memory.Linearizability;

namespace Coterie.Tests.Memory.Linearizability;

/// <summary>A history as lines.</summary>
public sealed class HistoryFileTests
{
    [Fact]
    public void A_history_is_written_as_it_is_read()
    {
        string[] lines =
        [
            """{"process":0,"type":"invoke","f":"write","key":"x","value":3,"time":120}""",
            """{"process":1,"type":"invoke","f":"read","key":"x","time":130}""",
            """{"process":0,"type":"ok","f":"write","key":"x","value":3,"time":140}""",
            """{"process":1,"type":"ok","f":"read","key":"x","value":3,"time":150}""",
            """{"process":1,"type":"invoke","f":"cas","key":"y","value":[3,4],"time":160}""",
            """{"process":1,"type":"info","f":"cas","key":"y","value":[3,4],"time":170}""",
            """{"process":2,"type":"invoke","f":"add","key":"y","value":2,"time":180}""",
            """{"process":2,"type":"info","f":"add","key":"y","value":2,"time":190}""",
        ];
        Assert.Equal(lines, HistoryFile.Read(lines).Events.Select(HistoryFile.Line));
    }

    [Fact]
    public void Times_count_where_they_are_given_and_a_call_goes_before_a_return_of_the_same_moment()
    {
        var history = HistoryFile.Read(
        [
            """{"process":1,"type":"ok","f":"read","key":"x","value":0,"time":20}""",
            """{"process":0,"type":"invoke","f":"write","key":"x","value":3,"time":20}""",
            """{"process":1,"type":"invoke","f":"read","key":"x","time":10}""",
        ]);
        Assert.Equal(
            [(1, EventType.Invoke), (0, EventType.Invoke), (1, EventType.Ok)], history.Events.Select(e => (e.Process, e.Type)));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("""{"process":0,"type":"invoke","f":"write","key":"x"}""")]
    [InlineData("""{"process":0,"type":"invoke","f":"cas","key":"x","value":3}""")]
    [InlineData("""{"process":0,"type":"invoke","f":"cas","key":"x","value":[3]}""")]
    [InlineData("""{"process":0,"type":"invoke","f":"write","key":"x","value":3000000000}""")]
    [InlineData("""{"process":0,"type":"begin","f":"read","key":"x"}""")]
    [InlineData("""{"process":0,"type":"invoke","f":"add","key":"x"}""")]
    [InlineData("""{"process":0,"type":"ok","f":"add","key":"x","value":3}""")]
    [InlineData("""{"process":0,"type":"invoke","f":"read"}""")]
    [InlineData("""{"process":0,"type":"invoke","f":"read","key":"x","colour":"red"}""")]
    public void A_line_that_is_no_event_is_named(string line)
    {
        var error = Assert.Throws<FormatException>(() => HistoryFile.Read(["", line]));
        Assert.Equal($"Line 2 must be an event of a history, was [{line}].", error.Message);
    }

    [Theory]
    [InlineData("0 invoke, 0 invoke", "have one operation under way at a time")]
    [InlineData("0 ok", "be told only of what it called")]
    [InlineData("0 invoke, 1 ok", "be told only of what it called")]
    [InlineData("0 invoke, 0 info, 0 invoke", "not be heard of after an operation with an unknown outcome")]
    public void Events_that_are_no_history_are_refused(string events, string rule)
    {
        var lines = events.Split(", ").Select(e => e.Split(' '))
            .Select(e => $$"""{"process":{{e[0]}},"type":"{{e[1]}}","f":"write","key":"x","value":1}""").ToList();
        var error = Assert.Throws<FormatException>(() => HistoryFile.Read(lines));
        Assert.Equal($"Process {events.Split(", ")[^1][0]} must {rule}, was [{lines[^1]}].", error.Message);
    }

    [Fact]
    public void Times_for_some_events_only_are_refused() =>
        Assert.Throws<FormatException>(() => HistoryFile.Read(
        [
            """{"process":0,"type":"invoke","f":"read","key":"x","time":10}""",
            """{"process":0,"type":"ok","f":"read","key":"x","value":0}""",
        ]));
}
