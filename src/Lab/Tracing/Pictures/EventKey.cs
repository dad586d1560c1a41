namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Names an event in a picture: the process, a dot, and the number of the event at that process.</summary>
internal static class EventKey
{
    /// <summary><c>3.17</c>.</summary>
    public static string Of(TraceEvent happened) => $"{happened.Process}.{happened.Number}";
}
