using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>Says which events it wants and tells who listens of each.</summary>
internal sealed class EventFilter(string description, Predicate<LogEvent> isMatch)
{
    /// <summary>True if the event is one of this filter's.</summary>
    public bool IsMatch(LogEvent logEvent) => isMatch(logEvent);

    public override string ToString() => description;
}
