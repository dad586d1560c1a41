namespace Coterie.Lab.Tracing.Judging;

/// <summary>
/// A rule for every event of a recorded trace. A program that records, or a person who edits the file, may break it.
/// </summary>
internal interface ITraceRule
{
    /// <summary>The name of the rule in a violation: <c>Clocks</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether an event that breaks the rule does not fit to those before it, so that what follows cannot be judged. Default yes.
    /// </summary>
    bool IsAboutRecord => true;

    /// <summary>Takes the next event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="ended">
    /// The message that the event, a receipt or a loss, ends; null for another event, or if no such message is on its way.
    /// </param>
    /// <returns>What is wrong, in a sentence; null if nothing is.</returns>
    string? Broken(TraceEvent happened, TraceMessage? ended);
}
