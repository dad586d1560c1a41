using Coterie.Lab.Tracing;

namespace Coterie.Tests.Tracing;

/// <summary>A text that is no trace is refused with the line, the rule and the value.</summary>
public sealed class TraceFormatTests
{
    private const string Header = """{"coterie":"trace/1","algorithm":"ricart-agrawala","processes":3}""";
    private const string Request = """{"at":1,"p":1,"e":"request","ts":1,"vc":{"1":1}}""";

    private const string Kinds =
        "request, enter, exit, withdraw, resend, drop, duplicate, use, lose, send, note, gone, crash, restart, pause, resume,"
        + " jump, partition, heal, end, or recv- and the name of a message";

    [Theory]
    [InlineData(
        "",
        "The first line must be the header of a trace: {\"coterie\":\"trace/1\",\"algorithm\":\"…\",\"processes\":N,…}, was [].")]
    [InlineData(
        "hello",
        "The first line must be the header of a trace: {\"coterie\":\"trace/1\",\"algorithm\":\"…\",\"processes\":N,…}, was "
        + "[hello].")]
    [InlineData(
        "[1]",
        "The first line must be the header of a trace: {\"coterie\":\"trace/1\",\"algorithm\":\"…\",\"processes\":N,…}, was "
        + "[[1]].")]
    [InlineData(
        "{}",
        "The first line must be the header of a trace: {\"coterie\":\"trace/1\",\"algorithm\":\"…\",\"processes\":N,…}, was "
        + "[{}].")]
    [InlineData("""{"coterie":"trace/2"}""", "\"coterie\" must be trace/1, was [trace/2].")]
    [InlineData("""{"coterie":"trace/1","processes":3}""", "\"algorithm\" must be given, was [].")]
    [InlineData("""{"coterie":"trace/1","algorithm":5,"processes":3}""", "\"algorithm\" must be a text, was [5].")]
    [InlineData("""{"coterie":"trace/1","algorithm":"x"}""", "\"processes\" must be a whole number from 1 to 10000, was [].")]
    [InlineData(
        """{"coterie":"trace/1","algorithm":"x","processes":0}""",
        "\"processes\" must be a whole number from 1 to 10000, was [0].")]
    [InlineData(
        """{"coterie":"trace/1","algorithm":"x","processes":1e9}""",
        "\"processes\" must be a whole number from 1 to 10000, was [1e9].")]
    [InlineData(
        """{"coterie":"trace/1","algorithm":"x","processes":2.5}""",
        "\"processes\" must be a whole number from 1 to 10000, was [2.5].")]
    [InlineData(
        """{"coterie":"trace/1","algorithm":"x","processes":1,"clock":"wall"}""",
        "\"clock\" must be virtual or real, was [wall].")]
    [InlineData(
        """{"coterie":"trace/1","algorithm":"x","processes":3,"nodes":[1,1]}""",
        "\"nodes\" must be the processes of each node, 3 in all, was [2].")]
    [InlineData(
        """{"coterie":"trace/1","algorithm":"x","processes":3,"nodes":3}""",
        "\"nodes\" must be a list of numbers of processes, was [3].")]
    [InlineData(
        """{"coterie":"trace/1","algorithm":"x","processes":3,"nodes":[3,0]}""",
        "\"nodes\" must be a whole number from 1 to 10000, was [0].")]
    [InlineData(
        """{"coterie":"trace/1","algorithm":"x","processes":1,"hasEnd":1}""", "\"hasEnd\" must be true or false, was [1].")]
    public void A_header(string header, string problem) => AssertRefused(header, 1, problem);

    [Theory]
    [InlineData("", "The line must be a JSON object, and is not from byte 1 on, was [].")]
    [InlineData("{\"at\":1,,}", "The line must be a JSON object, and is not from byte 9 on, was [{\"at\":1,,}].")]
    [InlineData("[]", "The line must be a JSON object, was [[]].")]
    [InlineData("{} {}", "The line must be a JSON object, and is not from byte 4 on, was [{} {}].")]
    [InlineData("{}", "\"e\" must be given, was [].")]
    [InlineData("""{"at":1,"e":"hop"}""", $"\"e\" must be {Kinds}, was [hop].")]
    [InlineData("""{"at":1,"e":"recv-"}""", $"\"e\" must be {Kinds}, was [recv-].")]
    [InlineData("""{"at":1,"e":"recv-A b"}""", "\"e\" must be small letters, digits and hyphens, at most 40, was [recv-A b].")]
    [InlineData("""{"p":1,"e":"pause","vc":{"1":1}}""", "\"at\" must be given, was [].")]
    [InlineData(
        """{"at":-1,"p":1,"e":"pause","vc":{"1":1}}""",
        "\"at\" must be a number of milliseconds from 0 to 1000000000000, was [-1].")]
    [InlineData(
        """{"at":"1","p":1,"e":"pause","vc":{"1":1}}""",
        "\"at\" must be a number of milliseconds from 0 to 1000000000000, was [1].")]
    [InlineData(
        """{"at":1e400,"p":1,"e":"pause","vc":{"1":1}}""",
        "\"at\" must be a number of milliseconds from 0 to 1000000000000, was [1e400].")]
    [InlineData("""{"at":1,"at":1,"p":1,"e":"pause","vc":{"1":1}}""", "\"at\" must be given once.")]
    [InlineData("""{"at":1,"e":"pause","vc":{"1":1}}""", "\"p\" must be given, was [].")]
    [InlineData("""{"at":1,"p":4,"e":"pause","vc":{"1":1}}""", "\"p\" must be a whole number from 1 to 3, was [4].")]
    [InlineData("""{"at":1,"p":null,"e":"pause","vc":{"1":1}}""", "\"p\" must be a whole number from 1 to 3, was [null].")]
    [InlineData("""{"at":1,"p":1,"e":"pause"}""", "\"vc\" must be given, was [].")]
    [InlineData("""{"at":1,"p":1,"e":"pause","vc":[1]}""", "\"vc\" must be an object such as {\"1\":4,\"2\":6}, was [[…]].")]
    [InlineData("""{"at":1,"p":1,"e":"pause","vc":{"4":1}}""", "\"vc\" must be the counts of processes from 1 to 3, was [4].")]
    [InlineData("""{"at":1,"p":1,"e":"pause","vc":{"1":1,"1":2}}""", "\"vc\" must have the count of process 1 once.")]
    [InlineData("""{"at":1,"p":1,"e":"pause","vc":{"1":-1}}""", "\"vc\" must be a whole number from 0 to 2147483647, was [-1].")]
    [InlineData("""{"at":1,"p":1,"e":"request","vc":{"1":1}}""", "\"ts\" must be given, was [].")]
    [InlineData("""{"at":1,"p":1,"e":"request","ts":-1,"vc":{"1":1}}""", "\"ts\" must be a whole number from 0, was [-1].")]
    [InlineData("""{"at":1,"p":1,"e":"recv-reply","vc":{"1":1}}""", "\"from\" must be given, was [].")]
    [InlineData(
        """{"at":1,"p":1,"e":"recv-reply","from":0,"vc":{"1":1}}""", "\"from\" must be a whole number from 1 to 3, was [0].")]
    [InlineData(
        """{"at":1,"p":1,"e":"recv-request","from":2,"ts":1,"reply":"later","vc":{"1":1}}""",
        "\"reply\" must be now or deferred, was [later].")]
    [InlineData("""{"at":1,"p":1,"e":"drop","from":2,"vc":{"1":1}}""", "\"m\" must be given, was [].")]
    [InlineData("""{"at":1,"p":1,"e":"duplicate","m":"reply","vc":{"1":1}}""", "\"to\" must be given, was [].")]
    [InlineData("""{"at":1,"e":"partition"}""", "\"groups\" must be given, was [].")]
    [InlineData("""{"at":1,"e":"partition","groups":[1]}""", "\"groups\" must be a list of process numbers, was [1].")]
    [InlineData(
        """{"at":1,"p":1,"e":"exit","ts":1,"replied":2,"vc":{"1":1}}""",
        "\"replied\" must be a list of process numbers, was [2].")]
    [InlineData("""{"at":1,"p":1,"e":"exit","ts":1,"sends":[2],"vc":{"1":1}}""", "\"sends\" must be a list of objects, was [2].")]
    [InlineData(
        """{"at":1,"p":1,"e":"exit","ts":1,"sends":[{"to":2}],"vc":{"1":1}}""",
        "\"m\" must be given for each of the sends, was [].")]
    [InlineData("""{"at":1,"p":1,"e":"\ud800","vc":{"1":1}}""", "\"e\" must be a text in UTF-8, was [\\ud800].")]
    public void An_event(string line, string problem) => AssertRefused($"{Header}\n{Request}\n{line}\n", 3, problem);

    [Fact]
    public void A_line_that_is_cut() =>
        AssertRefused(
            $"{Header}\n{Request}\n{Request[..20]}",
            3,
            "The file is cut in the middle of its last line, which must be a JSON object, was [{\"at\":1,\"p\":1,\"e\":\"r].");

    [Fact]
    public void A_file_without_the_end_that_its_header_announces() =>
        AssertRefused(
            $"{Header[..^1]},\"hasEnd\":true}}\n{Request}\n", 3, "The last line must be the event end, was []: the file is cut.");

    [Fact]
    public void A_line_after_the_end() =>
        AssertRefused(
            $"{Header}\n{{\"at\":1,\"e\":\"end\"}}\n{Request}\n", 3, "There must be no line after the end of the trace.");

    private static void AssertRefused(string text, int line, string problem)
    {
        var refused = Assert.Throws<TraceFormatException>(() => TraceFiles.Read(text));
        Assert.Equal((line, problem), (refused.Line, refused.Problem));
        Assert.Equal($"line {line}: {problem}", refused.Message);
    }
}
