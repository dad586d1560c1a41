using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// Draws what the protocol of a run shows of its own: bars for what a process has given, keeps, or cannot do yet. How a bar ends
/// shows, too, and what is shared has a pattern.
/// </summary>
internal sealed class SvgStretches(SvgField field)
{
    /// <summary>Given back for somebody who goes first: an arrow back.</summary>
    public const string YieldSign = "M1,-5L-6,0L1,5Z";

    /// <summary>Nobody gave it back, and its time has run out: an hourglass.</summary>
    public const string LapseSign = "M-4.5,-7H4.5L-4.5,7H4.5Z";

    /// <summary>Forgot everything: an empty circle, crossed out.</summary>
    public const string ForgotSign = "M-6,0A6,6 0 1 1 6,0A6,6 0 1 1 -6,0M-7,7L7,-7";

    private const double LetterWidth = 6.2;
    private const double LeastHeight = 12;
    private readonly SvgWriter _svg = field.Svg;
    private readonly Rows _rows = field.Rows;
    private readonly Scene _scene = field.Scene;

    /// <summary>Draws all bars of a kind.</summary>
    public void Draw(StretchKind kind)
    {
        foreach (var process in _scene.Stretches.Where(stretch => stretch.Kind == kind).GroupBy(stretch => stretch.Process))
        {
            foreach (var (stretch, slot, slots) in Slots([.. process.OrderBy(stretch => stretch.From)]))
                Draw(stretch, slot, slots);
        }
    }

    /// <summary>Draws over the lines of processes that are cut off.</summary>
    public void DrawCutOffs()
    {
        foreach (var split in _scene.Splits)
        {
            foreach (var process in _scene.Own.CutOffBy(split).Where(_scene.Part.Has))
                DrawCutOff(split, process);
        }
    }

    /// <summary>Draws the signs of those that have forgotten everything.</summary>
    public void DrawSigns()
    {
        foreach (var stretch in _scene.Stretches.Where(stretch => stretch.HasForgotten && _scene.Part.Has(stretch.From)))
            field.DrawSign("forgot", ForgotSign, stretch.From, _rows[stretch.Process]);
        foreach (var stretch in _scene.Stretches)
        {
            if (stretch.To is not { } to || !_scene.Part.Has(to))
                continue;
            if (stretch.End == StretchEnd.Lapsed)
                field.DrawSign("lapsed", LapseSign, to, _rows[stretch.Process]);
            else if (stretch.End == StretchEnd.Yielded)
                field.DrawSign("yielded", YieldSign, to, _rows[stretch.Process]);
        }
    }

    // Bars that overlap share the height.
    private static IEnumerable<(Stretch Stretch, int Slot, int Slots)> Slots(IReadOnlyList<Stretch> stretches)
    {
        for (int i = 0, next; i < stretches.Count; i = next)
        {
            var ends = new List<TimeSpan>();
            var slots = new List<int>();
            var last = TimeSpan.MinValue;
            for (next = i; next < stretches.Count && (next == i || stretches[next].From < last); next++)
            {
                var to = stretches[next].To ?? TimeSpan.MaxValue;
                var slot = ends.FindIndex(end => end <= stretches[next].From);
                if (slot < 0)
                    (slot, ends) = (ends.Count, [.. ends, to]);
                ends[slot] = to;
                slots.Add(slot);
                last = to > last ? to : last;
            }
            for (var j = i; j < next; j++)
                yield return (stretches[j], slots[j - i], ends.Count);
        }
    }

    private double HeightOf(StretchKind kind) =>
        kind == StretchKind.Kept ? Math.Min(5, _rows.Spacing * 0.2) : _rows.Spacing * 0.5;

    private void Draw(Stretch stretch, int slot, int slots)
    {
        var (start, end) = (stretch.From, stretch.To ?? _scene.End);
        var (from, to) = field.Clip(start, end);
        var height = HeightOf(stretch.Kind) / slots;
        var y = _rows[stretch.Process] - HeightOf(stretch.Kind) / 2 + slot * height;
        var colour = _scene.Own.ColourOf(stretch.Kind == StretchKind.Kept ? stretch.Process : stretch.Receiver);
        using var group = _svg.Begin("g", ("class", StretchWords.Class(stretch.Kind) + colour));
        _svg.Text("title", StretchWords.Of(_scene, stretch));
        DrawRectangle(null);
        if (stretch.IsShared)
            DrawRectangle("shared");
        if (height >= LeastHeight)
            DrawWords(stretch, from, to, y + height / 2 + 4);

        void DrawRectangle(string? style) => _svg.Element(
            "rect",
            ("class", style),
            ("x", from),
            ("y", y),
            ("width", Math.Max(0.6, to - from)),
            ("height", height),
            field.From(start),
            field.To(end));
    }

    private void DrawWords(Stretch stretch, double from, double to, double y)
    {
        double? shift = stretch.HasForgotten ? 6 : null; // for the sign
        var room = to - from - 8 - (shift ?? 0);
        if (field.Fitting(StretchWords.Labels(_scene, stretch), room, LetterWidth) is not { } words)
            return;
        var (start, end) = (field.From(stretch.From), field.To(stretch.To ?? _scene.End));
        _svg.Text("text", words, ("class", "entry label"), ("x", from + 5), ("dx", shift), ("y", y), start, end);
    }

    private void DrawCutOff(Split split, ProcessId process)
    {
        var (from, to) = field.Clip(split.From, split.To);
        using var group = _svg.Begin("g", ("class", "cut-off"));
        _svg.Text("title", $"{_scene.Name(process)} is cut off from {_scene.Own.Lanes!.Lack}");
        var veil = _rows.Spacing * 0.9;
        foreach (var (style, height) in ((string, double)[])[("veil", veil), ("gap", Math.Min(7, veil))])
        {
            _svg.Element(
                "rect",
                ("class", style),
                ("x", from),
                ("y", _rows[process] - height / 2),
                ("width", to - from),
                ("height", height),
                field.From(split.From),
                field.To(split.To));
        }
        var y = _rows[process] + _rows.Spacing * 0.45 - 4;
        if (!_rows.HasWords || to - from <= 50)
            return;
        var (start, end) = (field.From(split.From), field.To(split.To));
        _svg.Text("text", "cut off", ("class", "note"), ("x", from + 5), ("y", y), start, end);
    }
}
