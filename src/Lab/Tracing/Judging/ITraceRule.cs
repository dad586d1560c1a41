namespace Coterie.Lab.Tracing.Judging;

/// <summary>
/// Something that holds of every event of a recorded trace, and that a program that records, or a hand that changes the file, may
/// get wrong.
/// </summary>
internal interface ITraceRule
{
    /// <summary>What the rule is called where it is broken: <c>Clocks</c>.</summary>
    string Name { get; }

    /// <summary>Takes the next event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="ended">
    /// The message that it ends, a receipt or a loss; null for another event, or where none is on its way.
    /// </param>
    /// <returns>What is wrong, in a sentence; null where nothing is.</returns>
    string? Broken(TraceEvent happened, TraceMessage? ended);
}
