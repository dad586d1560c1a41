using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;

namespace Coterie.Lab.Tracing.Judging;

/// <summary>Finds what a single entry of a recorded run violates.</summary>
internal static class EntryJudge
{
    /// <summary>
    /// The properties that an entry violates; none if the entry is correct, or if the protocol is unknown.
    /// </summary>
    /// <param name="trace">The run.</param>
    /// <param name="entered">The event by which the process entered, one of those of <paramref name="trace"/>.</param>
    public static IReadOnlyList<Violation> ViolationsOf(Trace trace, TraceEvent entered)
    {
        var header = trace.Header;
        if (ProtocolCatalogue.Find(header.Algorithm, header.Bug, header.Workload)?.For(header.Processes) is not { } protocol)
            return [];
        var found = new List<Violation>();
        var run = protocol.MakeJudge(header.Processes);
        run.OnViolation = found.Add;
        var steps = new TraceSteps(protocol, run);
        foreach (var happened in trace.Events)
        {
            found.Clear();
            steps.Tell(happened);
            if (ReferenceEquals(happened, entered))
                break;
        }
        return found;
    }
}
