using Coterie.Host.Simulate.Events;
using Coterie.Lab.Mutex;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;
using Spectre.Console;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Host.Tests.Simulate;

/// <summary>The lines of what matters in a run, from steps that are written down by hand.</summary>
public sealed class EventLinesTests
{
    private static readonly Words Words = MutexAlgorithms.RicartAgrawala.InLab().Words;
    private static readonly ProcessId A = new(1);
    private static readonly ProcessId B = new(2);
    private static readonly ProcessId C = new(3);
    private static readonly Timestamp OfA = new(1, A);
    private static readonly Timestamp OfB = new(2, B);
    private static readonly Timestamp OfC = new(3, C);

    private readonly StringWriter _output = new();
    private readonly EventLines _lines;
    private TimeSpan _now;

    public EventLinesTests() => _lines = new EventLines(Words, EventLevel.Main, new LineOutput(_output, null), isLive: false);

    [Fact]
    public void A_timestamp_is_explained_where_the_first_one_stands()
    {
        Asks(OfA);
        Asks(OfB);
        Expect(
            "Process 1 requested the critical section, timestamp 1.1: clock 1 of Process 1",
            "Process 2 requested the critical section, timestamp 2.2");
    }

    [Fact]
    public void A_process_that_does_not_reply_at_once_defers_its_reply_and_the_line_says_why()
    {
        Asks(OfA);
        Enters(A, OfA, B, C);
        Asks(OfB);
        Asks(OfC);
        Receives(A, new Request(OfC)); // A is inside
        Receives(B, new Request(OfC)); // B waits with an earlier request
        ExpectLast(
            "Process 1 defers its reply to Process 3: it is inside",
            "Process 2 defers its reply to Process 3: its own request 2.2 comes before 3.3");
    }

    [Fact]
    public void Several_that_defer_their_replies_shortly_after_each_other_are_one_line()
    {
        Asks(OfA);
        Asks(OfB);
        Asks(OfC);
        Receives(A, new Request(OfC));
        _now += TimeSpan.FromMilliseconds(1);
        Receives(B, new Request(OfC));
        ExpectLast("Processes 1 and 2 defer their replies to Process 3: their own requests come before 3.3");
    }

    [Fact]
    public void What_comes_later_is_a_line_of_its_own()
    {
        Asks(OfA);
        Asks(OfB);
        Asks(OfC);
        Receives(A, new Request(OfC));
        _now += TimeSpan.FromMilliseconds(3);
        Receives(B, new Request(OfC));
        ExpectLast(
            "Process 1 defers its reply to Process 3: its own request 1.1 comes before 3.3",
            "Process 2 defers its reply to Process 3: its own request 2.2 comes before 3.3");
    }

    [Fact]
    public void A_reply_that_is_sent_at_once_is_not_deferred_and_a_copy_of_a_deferred_request_has_no_line()
    {
        Asks(OfA);
        Asks(OfB);
        Receives(B, new Request(OfA), Effect.Send(A, new Reply(B, OfA)));
        Receives(A, new Request(OfB));
        Receives(A, new Request(OfB));
        Receives(A, new Request(new Timestamp(0, B))); // older than the latest request of B: ignored
        ExpectLast(
            "Process 2 requested the critical section, timestamp 2.2",
            "Process 1 defers its reply to Process 2: its own request 1.1 comes before 2.2");
    }

    [Fact]
    public void The_replies_to_a_request_are_one_line_and_each_sender_counts_once()
    {
        Asks(OfA);
        Receives(A, new Reply(B, OfA));
        Receives(A, new Reply(B, OfA));
        Receives(A, new Reply(C, OfA), Effect.Tell(new Entered(OfA)));
        ExpectLast("Process 1 received 2 replies", "Process 1 is in the critical section");
    }

    [Fact]
    public void A_request_is_sent_again_to_those_that_are_not_known_to_defer_their_reply()
    {
        Asks(OfA);
        Asks(OfC);
        Receives(A, new Request(OfC));
        _now += TimeSpan.FromSeconds(1);
        Take(C, Input.Of(TimerId.Resend), Effect.Send(A, new Request(OfC)), Effect.Send(B, new Request(OfC)));
        ExpectLast("Process 3 sends its request again to Process 2");
    }

    [Fact]
    public void Those_that_withdraw_together_are_one_line()
    {
        Asks(OfA);
        Asks(OfB);
        Take(A, Input.Of(Withdraw.Instance), Effect.Tell(new Withdrawn(OfA)));
        Take(B, Input.Of(Withdraw.Instance), Effect.Tell(new Withdrawn(OfB)));
        ExpectLast("Processes 1 and 2 withdrew their requests");
    }

    [Fact]
    public void On_a_terminal_a_process_has_a_colour_and_a_bar_shows_who_is_inside()
    {
        var lines = OnTerminal(ColorSystemSupport.EightBit, "one");
        Assert.Equal("          0.000  \e[38;5;32mProcess 1\e[0m requested", Start(lines[0], "requested"));
        Assert.Equal("\e[38;5;32m┃1\e[0m        0.000  \e[38;5;32mProcess 1\e[0m is in", Start(lines[^2], "is in"));
        Assert.Equal("          0.000  \e[38;5;32mProcess 1\e[0m released", Start(lines[^1], "released"));
    }

    [Fact]
    public void Without_colours_the_bar_says_by_its_number_who_is_inside()
    {
        var lines = OnTerminal(ColorSystemSupport.NoColors, "one");
        Assert.DoesNotContain("\e[38", string.Concat(lines), StringComparison.Ordinal);
        Assert.StartsWith("┃1 ", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void If_two_are_inside_the_bar_has_both_numbers()
    {
        var lines = OnTerminal(ColorSystemSupport.NoColors, "two");
        Assert.Contains("┃1,2\e[0m ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_colour_has_enough_contrast_to_black_and_to_white()
    {
        foreach (var number in ProcessColors.Palette)
        {
            var color = Color.FromInt32(number);
            var luminance = (0.2126 * Linear(color.R)) + (0.7152 * Linear(color.G)) + (0.0722 * Linear(color.B));
            Assert.True((luminance + 0.05) / 0.05 > 3.5, $"{number} on black");
            Assert.True(1.05 / (luminance + 0.05) > 3.5, $"{number} on white");
        }
        Assert.Equal(ProcessColors.Palette.Count, ProcessColors.Palette.Distinct().Count());
    }

    // Of sRGB, as the Web Content Accessibility Guidelines 2.1 define the contrast of two colours.
    private static double Linear(byte value) =>
        value / 255.0 is var share && share <= 0.03928 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);

    private string[] OnTerminal(ColorSystemSupport colors, string inside)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = colors,
            Out = new AnsiConsoleOutput(_output),
        });
        terminal.Profile.Capabilities.Unicode = true;
        var lines = new EventLines(Words, EventLevel.Main, new LineOutput(_output, terminal), isLive: false);
        lines.On(_now, Step(A, Input.Of(Enter.Instance), Effect.Note(new Asked(OfA))).ToStep());
        lines.On(_now, Step(A, Input.Of(B, new Reply(B, OfA)), Effect.Tell(new Entered(OfA))).ToStep());
        if (inside == "two")
        {
            lines.On(_now, Step(B, Input.Of(Enter.Instance), Effect.Note(new Asked(OfB))).ToStep());
            lines.On(_now, Step(B, Input.Of(A, new Reply(A, OfB)), Effect.Tell(new Entered(OfB))).ToStep());
        }
        else
            lines.On(_now, Step(A, Input.Of(Exit.Instance), Effect.Note(new Left(OfA))).ToStep());
        lines.Flush(isLast: true);
        return _output.ToString().Replace("\e[K", "", StringComparison.Ordinal).TrimEnd('\n').Split('\n');
    }

    private static string Start(string line, string upto) =>
        line[..(line.IndexOf(upto, StringComparison.Ordinal) + upto.Length)];

    private void Asks(Timestamp request) =>
        Take(request.Process, Input.Of(Enter.Instance), Effect.Note(new Asked(request)));

    private void Enters(ProcessId process, Timestamp request, params ProcessId[] consenting)
    {
        foreach (var other in consenting.SkipLast(1))
            Receives(process, new Reply(other, request));
        Receives(process, new Reply(consenting[^1], request), Effect.Tell(new Entered(request)));
    }

    private void Receives(ProcessId process, IWireMessage message, params Effect[] effects) =>
        Take(process, Input.Of(message.From, message), effects);

    private void Take(ProcessId process, Input input, params Effect[] effects) =>
        _lines.On(_now, Step(process, input, effects).ToStep());

    private static RecordedStep Step(ProcessId process, Input input, params Effect[] effects) =>
        new(TimeSpan.Zero, process, input, effects);

    private void Expect(params string[] lines) => Assert.Equal(lines, Lines());

    private void ExpectLast(params string[] lines) => Assert.Equal(lines, Lines().TakeLast(lines.Length));

    private string[] Lines()
    {
        _lines.Flush(isLast: true);
        return [.. _output.ToString().TrimEnd('\n').Split('\n').Select(line => line[11..])];
    }
}
