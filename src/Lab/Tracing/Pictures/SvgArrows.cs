namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Draws messages as arrows from line to line, and the events at their ends.</summary>
internal sealed class SvgArrows(SvgField field)
{
    private readonly Rows _rows = field.Rows;
    private readonly SvgWrongs _wrongs = new(field);

    /// <summary>
    /// Where an arrow ends: on the line of its receiver, a little before it if the message was lost (less if the lines are close
    /// together), and on the way if it had not arrived when the trace ended.
    /// </summary>
    public static double EndOf(Arrow arrow, Rows rows)
    {
        var message = arrow.Message;
        var (y1, y2) = (rows[message.From], rows[message.To]);
        return message.IsLost ? y2 - Math.Sign(y2 - y1) * Math.Min(10, rows.Spacing / 4)
            : message.Ended is null ? y2 - (y2 - y1) * 0.2
            : y2;
    }

    /// <summary>Draws all messages.</summary>
    public void Draw()
    {
        foreach (var arrow in field.Scene.Arrows)
            Draw(arrow);
    }

    /// <summary>Draws the events, at which a reader may point.</summary>
    public void DrawEvents()
    {
        foreach (var happened in field.Scene.Events)
            DrawEvent("event", happened, _rows.IsSmall ? 1.6 : 2.6);
    }

    /// <summary>Draws a mark at each request whose reply was deferred.</summary>
    public void DrawDeferrals()
    {
        foreach (var happened in field.Scene.Deferrals)
            DrawEvent("mark", happened, _rows.IsSmall ? 2 : 3.5);
    }

    private bool IsGuilty(Arrow arrow) => field.Scene.Wrongs.Blame.Messages.Contains(arrow.Message);

    private void DrawEvent(string style, TraceEvent happened, double radius) =>
        field.DrawDot(
            style, happened.At, _rows[happened.Process!.Value], radius, field.Live("data-event", EventKey.Of(happened)));

    private void Draw(Arrow arrow)
    {
        var message = arrow.Message;
        var (y1, end) = (_rows[message.From], EndOf(arrow, _rows));
        var isGoing = message.Ended is null;
        var isCut = !field.Scene.Part.Has(arrow.Ended);
        var state = message.IsLost ? " lost" : isGoing ? " going" : isCut ? " cut" : "";
        var isGuilty = IsGuilty(arrow);
        var ended = field.Live("data-ended", message.Ended is { } happened ? EventKey.Of(happened) : null);
        field.Svg.Element(
            "path",
            ("class", $"message {arrow.Style.Class}{state}{(message.IsCopy ? " copy" : "")}{(isGuilty ? " guilty" : "")}"),
            ("d", Segment.Clip(field.X(arrow.Sent), y1, field.X(arrow.Ended), end, field.Left, SvgField.Right).Path),
            field.From(arrow.Sent),
            field.To(arrow.Ended),
            field.Live("data-y1", y1),
            field.Live("data-y2", end),
            ended);
        if (message.IsLost && !isCut)
            field.DrawSign("cross", "M-4,-4L4,4M-4,4L4,-4", arrow.Ended, end, ended);
        else if (isGoing && !isCut)
            field.DrawDot("end", arrow.Ended, end, _rows.IsSmall ? 1.5 : 2.5);
        if (isGuilty)
            _wrongs.DrawSign(arrow, y1, end);
    }
}
