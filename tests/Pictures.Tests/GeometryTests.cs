using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Pictures;
using Coterie.Lab.Virtual;
using Coterie.Pictures.Tests.Support;
using Coterie.Protocols.Kernel;

namespace Coterie.Pictures.Tests;

/// <summary>The places in a picture are compared with the times in the trace, for random runs with every fault.</summary>
public sealed class GeometryTests
{
    private const double Left = 84;
    private const double Width = 1096;
    private const double Exact = 0.011;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Arrow_goes_from_the_sender_at_the_sending_to_the_receiver_at_the_receipt(int seed)
    {
        var trace = Run(seed);
        var drawing = Drawing.Of(new TraceIndex(trace));
        var events = trace.Events.Where(happened => happened.Process is not null)
            .ToDictionary(happened => (happened.Process!.Value, happened.Number));
        var receipts = trace.Events.Where(happened => happened.Kind == TraceEventKind.Receive).ToList();
        var expected = receipts.Select(receipt =>
        {
            var sent = events[(receipt.From!.Value, receipt.SentBy!.Value)];
            var (from, to) = (drawing.Line(receipt.From.Value), drawing.Line(receipt.Process!.Value));
            return (X(trace, sent.At), from, X(trace, receipt.At), to);
        });
        var arrows = drawing.Arrows.Where(arrow => !arrow.Class.Contains(" lost") && !arrow.Class.Contains(" going"));
        AssertSame(expected, arrows.Select(arrow => (arrow.X1, arrow.Y1, arrow.X2, arrow.Y2)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Lost_message_ends_in_a_cross_on_the_receivers_side_at_the_time_of_its_loss(int seed)
    {
        var trace = Run(seed);
        var drawing = Drawing.Of(new TraceIndex(trace));
        var losses = trace.Events.Where(happened => happened.Kind == TraceEventKind.Drop).ToList();
        var crosses = drawing.Crosses.ToList();
        Assert.Equal(losses.Count, crosses.Count);
        Assert.All(losses, loss => Assert.Contains(crosses, cross =>
            Math.Abs(cross.X - X(trace, loss.At)) < Exact
            && Math.Abs(cross.Y - drawing.Line(loss.Process!.Value)) < Math.Abs(cross.Y - drawing.Line(loss.From!.Value))));
        Assert.Equal(losses.Count, drawing.Arrows.Count(arrow => arrow.Class.Contains(" lost")));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Bars_are_as_long_as_what_they_show(int seed)
    {
        var trace = Run(seed);
        var drawing = Drawing.Of(new TraceIndex(trace));
        AssertSame(Stays(trace, TraceEventKind.Enter, TraceEventKind.Exit), drawing.Bars("inside"));
        AssertSame(Stays(trace, TraceEventKind.Request, TraceEventKind.Enter, TraceEventKind.Withdraw), drawing.Bars("waiting"));
        AssertSame(Stays(trace, TraceEventKind.Crash, TraceEventKind.Restart), drawing.Bars("crashed"));
        AssertSame(Stays(trace, TraceEventKind.Pause, TraceEventKind.Resume), drawing.Bars("paused"));

        IEnumerable<(double, double, double)> Stays(Trace trace, TraceEventKind begin, params TraceEventKind[] ends) =>
            from began in trace.Events
            where began.Kind == begin
            let later = trace.Events.Where(happened => happened.Process == began.Process && happened.Number > began.Number)
            let ended = later.FirstOrDefault(happened => ends.Contains(happened.Kind)) ?? trace.Events[^1]
            let width = X(trace, ended.At) - X(trace, began.At)
            select (X(trace, began.At), Math.Max(0.6, width), drawing.Line(began.Process!.Value));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Part_of_a_run_is_drawn_to_its_own_scale_and_cut_at_its_edges(int seed)
    {
        var trace = Run(seed);
        var (from, to) = (TimeSpan.FromMilliseconds(60.5), TimeSpan.FromMilliseconds(110.25));
        var whole = Drawing.Of(new TraceIndex(trace));
        var drawing = Drawing.Of(new TraceIndex(trace), new PictureOptions { From = from, To = to });
        var down = drawing.Line(new ProcessId(1)) - whole.Line(new ProcessId(1)); // the legends may differ in height
        var expected = whole.Arrows
            .Select(arrow => (X1: OnPart(arrow.X1), Y1: arrow.Y1 + down, X2: OnPart(arrow.X2), Y2: arrow.Y2 + down))
            .Where(arrow => arrow.X1 < Left + Width - 0.5 && arrow.X2 > Left + 0.5)
            .Select(arrow => (At(arrow, Math.Max(arrow.X1, Left)), At(arrow, Math.Min(arrow.X2, Left + Width))));
        Assert.All(drawing.Arrows, arrow => Assert.True(arrow.X1 >= Left && arrow.X2 <= Left + Width));
        Assert.All(
            expected,
            arrow => Assert.Contains(
                drawing.Arrows, drawn => Near((drawn.X1, drawn.Y1), arrow.Item1) && Near((drawn.X2, drawn.Y2), arrow.Item2)));

        double OnPart(double x)
        {
            var first = trace.Events.Min(happened => happened.At);
            var ticks = first.Ticks + (x - Left) / Width * (trace.Events.Max(happened => happened.At) - first).Ticks;
            return Left + Width * (ticks - from.Ticks) / (to - from).Ticks;
        }

        // The whole picture is exact to the hundredth of a pixel, which is more in the part, and still more if an arrow is steep.
        static bool Near((double X, double Y) drawn, (double X, double Y) expected) =>
            Math.Abs(drawn.X - expected.X) < 3 && Math.Abs(drawn.Y - expected.Y) < 3;

        static (double X, double Y) At((double X1, double Y1, double X2, double Y2) arrow, double x) =>
            (x, arrow.X2 > arrow.X1 ? arrow.Y1 + (arrow.Y2 - arrow.Y1) * (x - arrow.X1) / (arrow.X2 - arrow.X1) : arrow.Y1);
    }

    private static double X(Trace trace, TimeSpan at)
    {
        var (first, last) = (trace.Events.Min(happened => happened.At), trace.Events.Max(happened => happened.At));
        return Left + Width * ((at - first) / (last - first));
    }

    // Each expected place is drawn, and nothing else.
    private static void AssertSame<T>(IEnumerable<T> expected, IEnumerable<T> drawn)
        where T : struct, System.Runtime.CompilerServices.ITuple
    {
        var left = drawn.ToList();
        foreach (var place in expected)
        {
            var index = left.FindIndex(
                other => Enumerable.Range(0, place.Length).All(i => Math.Abs((double)place[i]! - (double)other[i]!) < Exact));
            Assert.True(index >= 0, $"{place} is not drawn");
            left.RemoveAt(index);
        }
        Assert.Empty(left);
    }

    private static Trace Run(int seed)
    {
        var processes = 2 + seed % 5;
        var settings = Runs.Settings(processes, 150, seed, think: "5ms..60ms");
        return Runs.Trace(settings with
        {
            Network = settings.Network with { Loss = new Chance(0.1), Duplicate = new Chance(0.1), Reorder = true },
            Faults =
            [
                new PlannedFault.Pause(
                    new ProcessId(1), TimeSpan.FromMilliseconds(20 + seed), TimeSpan.FromMilliseconds(50 + seed)),
                new PlannedFault.Crash(new ProcessId(2), TimeSpan.FromMilliseconds(60 + seed)),
                new PlannedFault.Restart(new ProcessId(2), TimeSpan.FromMilliseconds(90 + seed)),
                new PlannedFault.Crash(new ProcessId(processes), TimeSpan.FromMilliseconds(130)),
            ],
        });
    }
}
