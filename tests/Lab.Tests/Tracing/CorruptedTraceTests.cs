using System.Text.RegularExpressions;
using Coterie.Lab.Mutex;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Judging;
using Coterie.Lab.Tracing.Reading;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Tracing;

/// <summary>A good trace, damaged in every place: the judge sees the damage, and not before its line.</summary>
public sealed partial class CorruptedTraceTests
{
    private static readonly string[] Lines = TraceFiles.Write(
        RecordedRuns.Of(MutexAlgorithms.RicartAgrawala.InLab(), 3, seed: 4, requests: 1)).TrimEnd('\n').Split('\n');
    private static readonly Trace Whole = TraceFiles.Read(Text(Lines));

    [Fact]
    public void The_trace_has_every_kind_of_event_and_is_good_before()
    {
        Assert.Null(FirstLineSeen(Lines));
        Assert.Equal(
            [
                TraceEventKind.Resend, TraceEventKind.Receive, TraceEventKind.Drop, TraceEventKind.Duplicate,
                TraceEventKind.Crash, TraceEventKind.Restart, TraceEventKind.Pause, TraceEventKind.Resume,
                TraceEventKind.Partition, TraceEventKind.Heal,
            ],
            Whole.Events.Select(happened => happened.Kind).Where(kind => kind >= TraceEventKind.Resend).Distinct().Order());
    }

    [Fact]
    public void A_line_that_is_missing_is_seen()
    {
        for (var i = 1; i < Lines.Length; i++)
        {
            // An event without a process is in no clock; nothing follows from it.
            if (!Lines[i].Contains("\"partition\"", StringComparison.Ordinal)
                && !Lines[i].Contains("\"heal\"", StringComparison.Ordinal))
                AssertSeen([.. Lines[..i], .. Lines[(i + 1)..]], i + 1, $"without line {i + 1}");
        }
    }

    [Fact]
    public void Lines_that_changed_places_are_seen_unless_neither_event_knew_of_the_other()
    {
        // The receiver of a copy does not know that it is a copy; still the copy was made before.
        for (var i = 1; i < Lines.Length - 2; i++)
        {
            var (first, second) = (Whole.Events[i - 1], Whole.Events[i]);
            string[] changed = [.. Lines[..i], Lines[i + 1], Lines[i], .. Lines[(i + 2)..]];
            if (TraceIndex.HappenedBefore(first, second))
                AssertSeen(changed, i + 1, $"lines {i + 1} and {i + 2} changed");
            else if (first.Kind != TraceEventKind.Duplicate && second.Kind != TraceEventKind.Duplicate)
                Assert.Null(FirstLineSeen(changed));
        }
    }

    [Fact]
    public void A_line_that_stands_twice_is_seen()
    {
        for (var i = 1; i < Lines.Length; i++)
        {
            if (Whole.Events.ElementAtOrDefault(i - 1) is not { Process: null })
                AssertSeen([.. Lines[..(i + 1)], .. Lines[i..]], i + 1, $"line {i + 1} twice");
        }
    }

    [Fact]
    public void A_number_that_changed_is_seen()
    {
        for (var i = 1; i < Lines.Length - 1; i++)
        {
            foreach (Match number in Number().Matches(Lines[i]))
            {
                var before = Lines[i][..number.Index];
                var value = decimal.Parse(number.Value);
                foreach (var other in new[] { $"{value + 1}", $"{value - 1}", $"{number.Value}7" })
                {
                    string[] changed =
                        [.. Lines[..i], before + other + Lines[i][(number.Index + number.Length)..], .. Lines[(i + 1)..]];
                    if (!MayChange(Lines[i], before))
                        AssertSeen(changed, i + 1, $"line {i + 1}: {changed[i]}");
                }
            }
        }
    }

    [Fact]
    public void A_file_that_is_cut_anywhere_is_seen()
    {
        var text = Text(Lines);
        for (var length = 0; length < text.Length - 1; length += 7)
        {
            var line = text[..length].Count(c => c == '\n') + 1;
            Assert.True(FirstLineSeen(text[..length]) is { } seen && seen >= line, $"cut after {length} bytes, in line {line}");
        }
    }

    // A time may move between the events that must come before and after it. Nothing follows from the groups of a partition.
    private static bool MayChange(string line, string before) =>
        before.EndsWith("\"at\":", StringComparison.Ordinal) || line.Contains("\"partition\"", StringComparison.Ordinal);

    private static void AssertSeen(string[] lines, int notBefore, string what) =>
        Assert.True(
            FirstLineSeen(lines) is { } seen && seen >= notBefore,
            $"{what}: seen in line {FirstLineSeen(lines)?.ToString() ?? "none"}");

    private static int? FirstLineSeen(string[] lines) => FirstLineSeen(Text(lines));

    private static int? FirstLineSeen(string text)
    {
        try
        {
            return TraceJudge.Check(new TraceReader(TraceFiles.Stream(text))).Violation switch
            {
                null => null,
                { Rule: "Progress" } => int.MaxValue,               // seen at the end, reported at the request
                var violation => violation.Line,
            };
        }
        catch (TraceFormatException refused)
        {
            return refused.Line;
        }
    }

    private static string Text(string[] lines) => string.Join('\n', lines) + "\n";

    [GeneratedRegex(@"(?<=[:\[,])\d+(\.\d+)?")]
    private static partial Regex Number();
}
