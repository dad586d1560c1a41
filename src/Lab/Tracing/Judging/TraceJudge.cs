using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing.Reading;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Judging;

/// <summary>
/// Judges a recorded trace as <see cref="RunJudge"/> judges a run, and the record itself: clocks, messages, steps and replies
/// must fit together. It reads the trace once, and keeps only the messages on their way and a limited number of events. It goes
/// on after a violation of the run, because a graver one may follow, and stops at an event that does not fit.
/// </summary>
public sealed class TraceJudge
{
    private const int MostInTheWay = 3;

    // A record that does not fit together is less grave than a violation at an event, and graver than one that only its end
    // shows.
    private const int RecordGravity = 8;

    /// <summary>How many violations are kept as <see cref="TraceVerdict.Sightings"/>.</summary>
    private const int MostSightings = 100;

    private static readonly Timestamp LastOfAll = new(long.MaxValue, default);
    private readonly RunJudge _run;
    private readonly List<Violation> _shown = [];
    private readonly TraceSteps _steps;
    private readonly DeliveryRule _deliveries;
    private readonly StandingRule _standings;
    private readonly ITraceRule[] _rules;
    private readonly RecentEvents _recent;
    private readonly List<Sighting> _sightings = [];

    private TraceJudge(TraceHeader header, Protocol protocol)
    {
        var processes = header.Processes;
        _run = protocol.MakeJudge(processes);
        _run.OnViolation = _shown.Add;
        _steps = new TraceSteps(protocol, _run);
        _deliveries = new DeliveryRule(processes, protocol.Words.Name);
        _standings = new StandingRule(processes, protocol.Recollection, protocol.Words.Name);
        _recent = new RecentEvents(processes);
        ITraceRule[] replies = protocol.Words.OwesConsent ? [new ReplyRule()] : [];
        _rules = [_deliveries, new ClockRule(header), _standings, .. replies];
    }

    /// <summary>Reads <paramref name="reader"/> to the end, or to the first event that does not fit.</summary>
    /// <exception cref="TraceFormatException">A line is no event, the file is cut, or its algorithm is unknown.</exception>
    public static TraceVerdict Check(TraceReader reader)
    {
        var judge = new TraceJudge(reader.Header, ProtocolOf(reader.Header));
        return judge.Check(reader.Header, EventsOf(reader), () => (reader.Line, reader.IsCut));
    }

    /// <summary>Judges a trace in memory; null if its protocol is not known here.</summary>
    internal static TraceVerdict? Check(Trace trace)
    {
        var header = trace.Header;
        if (ProtocolCatalogue.Find(header.Algorithm, header.Bug, header.Workload)?.For(header.Processes) is not { } protocol)
            return null;
        var last = trace.Events.Count == 0 ? 1 : trace.Events[^1].Line;
        return new TraceJudge(header, protocol).Check(header, trace.Events, () => (last, trace.IsCut));
    }

    private static IEnumerable<TraceEvent> EventsOf(TraceReader reader)
    {
        while (reader.Next() is { } happened)
            yield return happened;
    }

    // How it ends, with the number of the last line, is known only after the last event.
    private TraceVerdict Check(TraceHeader header, IEnumerable<TraceEvent> trace, Func<(int Line, bool IsCut)> end)
    {
        var found = new List<TraceViolation>();
        long events = 0;
        var isCoherent = true;
        foreach (var happened in trace)
        {
            events++;
            isCoherent = Take(happened, found);
            if (!isCoherent)
                break;
        }
        var (line, isCut) = end();
        var summary = _run.Finish(null, isCut);
        // What only the end shows means nothing if the record was read in part, and little if the run went wrong before. A wrong
        // reply alone has no victim yet: whoever waits for the right one shows at the end.
        var isGood = found.TrueForAll(known => known.Rule == ReplyRule.RuleName);
        foreach (var violation in isCoherent && isGood ? summary.Violations : [])
            Keep(violation, null, line, found);
        List<TraceViolation> sorted = [.. found.OrderBy(violation => violation.Gravity)];
        return new TraceVerdict(header, events, summary, sorted.FirstOrDefault())
        {
            Others = [.. sorted.Skip(1)],
            Sightings = _sightings,
        };
    }

    private static Protocol ProtocolOf(TraceHeader header)
    {
        if (ProtocolCatalogue.Find(header.Algorithm) is null)
        {
            var names = ProtocolCatalogue.Protocols.Select(known => known.Name);
            throw JsonFields.Broken(1, "algorithm", string.Join(" or ", names), header.Algorithm);
        }
        if (ProtocolCatalogue.Find(header.Algorithm, header.Bug) is { } protocol)
        {
            return (header.Workload is null ? protocol.For(header.Processes) : protocol.ChooseWorkload?.Invoke(header.Workload))
                ?? throw JsonFields.Broken(1, "workload", $"a workload of {protocol.Name}", header.Workload!);
        }
        var exhibits = ProtocolCatalogue.Exhibits.Where(exhibit => exhibit.Protocol.Name == header.Algorithm);
        var bugs = exhibits.Select(exhibit => exhibit.Name);
        throw JsonFields.Broken(1, "bug", string.Join(" or ", bugs), header.Bug!);
    }

    // False if the event does not fit.
    private bool Take(TraceEvent happened, List<TraceViolation> found)
    {
        _recent.Add(happened);
        var ended = _deliveries.EndedBy(happened);
        foreach (var rule in _rules)
        {
            if (rule.Broken(happened, ended) is not { } text)
                continue;
            if (found.TrueForAll(known => known.Rule != rule.Name))
                found.Add(Found(rule.Name, RecordGravity, happened, happened.Process, text, happened.Request));
            if (_sightings.Count < MostSightings)
                _sightings.Add(new Sighting(rule.Name, happened.Process, text, happened));
            if (rule.IsAboutRecord)
                return false;
        }
        _shown.Clear();
        _steps.Tell(happened);
        foreach (var violation in _shown)
            Keep(violation, happened, happened.Line, found);
        return true;
    }

    // The first of each property, and of all of them where they were seen.
    private void Keep(Violation violation, TraceEvent? shownBy, int line, List<TraceViolation> found)
    {
        var rule = violation.Property.Name;
        if (found.TrueForAll(known => known.Rule != rule))
            found.Add(Found(violation, shownBy, line));
        var seenAt = shownBy ?? (violation.Process is { } process ? _standings.AskedOf(process) : null);
        if (_sightings.Count < MostSightings)
            _sightings.Add(new Sighting(rule, violation.Process, violation.Text, seenAt));
    }

    // A violation that only the end shows is reported at its request, with the other processes that wait.
    private TraceViolation Found(Violation violation, TraceEvent? shownBy, int line)
    {
        var (property, gravity) = (violation.Property.Name, violation.Property.Gravity);
        if (shownBy is not null)
            return Found(property, gravity, shownBy, violation.Process, violation.Text, shownBy.Request);
        shownBy = violation.Process is { } process ? _standings.AskedOf(process) : null;
        return shownBy is null
            ? new TraceViolation(property, line, violation.At, violation.Process, violation.Text, [])
            {
                Gravity = gravity,
            }
            : Found(property, gravity, shownBy, violation.Process, violation.Text, LastOfAll);
    }

    private TraceViolation Found(
        string rule, int gravity, TraceEvent happened, ProcessId? process, string text, Timestamp? before)
    {
        ProcessId?[] own = [process, happened.Process, happened.From];
        HashSet<ProcessId> concerned = [.. own.OfType<ProcessId>(), .. _standings.InTheWayOf(before).Take(MostInTheWay)];
        HashSet<Timestamp> requests = [.. concerned.Select(_standings.LatestOf).Append(happened.Request).OfType<Timestamp>()];
        return new TraceViolation(rule, happened.Line, happened.At, process, text, _recent.LeadingTo(concerned, requests))
        {
            Gravity = gravity,
        };
    }
}
