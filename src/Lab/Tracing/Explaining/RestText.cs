namespace Coterie.Lab.Tracing.Explaining;

/// <summary>Says when a process was paused or down during some time.</summary>
internal static class RestText
{
    /// <summary><c>; Process 2 was paused from 2.000 s to 3.000 s</c> for each in that time; empty if there is none.</summary>
    /// <param name="name">What the process is called.</param>
    /// <param name="events">The events of the process.</param>
    /// <param name="from">The beginning.</param>
    /// <param name="to">The end.</param>
    public static string Of(string name, IReadOnlyList<TraceEvent> events, TimeSpan from, TimeSpan to)
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
                    text += Sentence(name, began, happened);
                began = null;
            }
        }
        return text;
    }

    private static string Sentence(string name, TraceEvent began, TraceEvent ended)
    {
        var how = began.Kind == TraceEventKind.Pause ? "paused" : "down";
        var times = $"from {EventText.Milliseconds(began.At)} to {EventText.Milliseconds(ended.At)}";
        return $"; {name} was {how} {times}";
    }
}
