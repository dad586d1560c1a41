using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Judging;

/// <summary>The first violation of a rule in a trace.</summary>
/// <param name="Rule">
/// The <see cref="Property"/> of the run, or the rule that its record breaks: <c>Clocks</c>, <c>Messages</c>, <c>Steps</c> or
/// <c>Replies</c>.
/// </param>
/// <param name="Line">
/// The line of the event that shows it; of a request that was never granted, the line where it was made.
/// </param>
/// <param name="At">The time of that event.</param>
/// <param name="Process">Whose step showed it; null for the run as a whole.</param>
/// <param name="Text">What happened, in a sentence.</param>
/// <param name="Past">The events that lead to it, oldest first, itself included.</param>
public sealed record TraceViolation(
    string Rule, int Line, TimeSpan At, ProcessId? Process, string Text, IReadOnlyList<TraceEvent> Past)
{
    /// <summary>How grave it is; 1 is the gravest.</summary>
    public int Gravity { get; init; }
}

/// <summary>What the judge of a trace found.</summary>
/// <param name="Header">Which run it records.</param>
/// <param name="Events">How many events were read.</param>
/// <param name="Summary">The run in figures, as far as it was read.</param>
/// <param name="Violation">The gravest violation: of that rule, the first one; null for none.</param>
public sealed record TraceVerdict(TraceHeader Header, long Events, RunSummary Summary, TraceViolation? Violation)
{
    /// <summary>The first violation of each other rule, gravest first.</summary>
    public IReadOnlyList<TraceViolation> Others { get; init; } = [];

    /// <summary>All violations with the events that show them, in the order in which they were found; a limited number.</summary>
    internal IReadOnlyList<Sighting> Sightings { get; init; } = [];
}

/// <summary>A violation, and where in the trace it was seen.</summary>
/// <param name="Rule">See <see cref="TraceViolation.Rule"/>.</param>
/// <param name="Process">Whose step showed it; null for the run as a whole.</param>
/// <param name="Text">What happened, in a sentence.</param>
/// <param name="SeenAt">
/// The event that shows it; of a request that was never granted, the event that made it. Null if no single event shows it.
/// </param>
internal sealed record Sighting(string Rule, ProcessId? Process, string Text, TraceEvent? SeenAt);
