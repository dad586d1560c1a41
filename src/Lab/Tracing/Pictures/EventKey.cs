namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Names an event in a picture: process, dot, the event's number there.</summary>
internal static class EventKey
{
    /// <summary><c>3.17</c>.</summary>
    public static string Of(TraceEvent happened) => $"{happened.Process}.{happened.Number}";
}
