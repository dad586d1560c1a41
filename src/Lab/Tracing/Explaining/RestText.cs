namespace Coterie.Lab.Tracing.Explaining;

/// <summary>Says of a time that its process was paused or down during it.</summary>
internal static class RestText
{
    /// <summary><c>; Process 2 was paused from 2.000 s to 3.000 s</c> for each such time that overlaps; empty where there is none.</summary>
    /// <param name="events">The events of the process.</param>
    /// <param name="from">The beginning.</param>
    /// <param name="to">The end.</param>
    public static string Of(IReadOnlyList<TraceEvent> events, TimeSpan from, TimeSpan to)
    {
        var text = "";
        TraceEvent? began = null;
        foreach (var happened in events)
        {
            if (began is null && happened.At > to)
                break;
            if (happened.Kind is TraceEventKind.Pause or TraceEventKind.Crash)
                began = happened;
            else if (happened.Kind is TraceEventKind.Resume or TraceEventKind.Restart && began is not null)
            {
                if (happened.At >= from && began.At <= to)
                    text += $"; Process {happened.Process} was {(began.Kind == TraceEventKind.Pause ? "paused" : "down")} from {EventText.Milliseconds(began.At)} to {EventText.Milliseconds(happened.At)}";
                began = null;
            }
        }
        return text;
    }
}
