using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;

namespace Coterie.Lab.Tracing.Judging;

/// <summary>Finds the violations that were seen while a process waited for an entry, or was inside.</summary>
internal static class EntryJudge
{
    /// <summary>How many are kept, of a run that goes wrong all the time.</summary>
    private const int Most = 1_000;

    /// <summary>The violations; none if the run was correct then, or if the protocol is unknown.</summary>
    /// <param name="trace">The run.</param>
    /// <param name="entry">The entry, one of those of the run.</param>
    public static IReadOnlyList<Sighting> SeenDuring(Trace trace, TraceEntry entry)
    {
        var header = trace.Header;
        if (ProtocolCatalogue.Find(header.Algorithm, header.Bug, header.Workload)?.For(header.Processes) is not { } protocol)
            return [];
        var shown = new List<Violation>();
        var run = protocol.MakeJudge(header.Processes);
        run.OnViolation = shown.Add;
        var steps = new TraceSteps(protocol, run);
        var seen = new List<Sighting>();
        var first = entry.Asked ?? entry.Entered;
        var isDuring = false;
        foreach (var happened in trace.Events)
        {
            isDuring |= ReferenceEquals(happened, first);
            shown.Clear();
            steps.Tell(happened);
            if (isDuring && seen.Count < Most)
                seen.AddRange(shown.Select(violation => new Sighting(
                    violation.Property.Name, violation.Process, violation.Text, happened)));
            if (ReferenceEquals(happened, entry.Left))
                break;
        }
        return seen;
    }
}
