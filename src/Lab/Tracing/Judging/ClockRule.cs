using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Judging;

/// <summary>
/// Vector clocks (Fidge 1988; Mattern 1989): an event counts itself and what its process knew. A receipt also counts what the
/// sending knew; an event counts nothing else. The time of an event is not before the times of its process's last event and, on
/// the same node, of the sending. Two nodes have two clocks, so their times are not compared.
/// </summary>
internal sealed class ClockRule(TraceHeader header) : ITraceRule
{
    private readonly int[] _nodes = header.Nodes.Count == 0
        ? new int[header.Processes]
        : [.. header.Nodes.SelectMany((count, node) => Enumerable.Repeat(node, count))];

    private readonly VectorClock _none = new(header.Processes);
    private readonly PerProcess<TraceEvent?> _last = new(header.Processes);

    /// <inheritdoc/>
    public string Name => "Clocks";

    /// <inheritdoc/>
    public string? Broken(TraceEvent happened, TraceMessage? ended)
    {
        if (happened is not { Process: { } process, Clock: { } clock })
            return null;
        ref var last = ref _last[process];
        var cause = happened.Kind == TraceEventKind.Receive ? ended?.Sent : null;
        var problem = Difference(process, clock, last?.Clock, cause?.Clock)
            ?? Earlier(happened, last, "the event of its process before it")
            ?? (ended?.Sent is { Process: { } from } sent && _nodes[from.Value - 1] == _nodes[process.Value - 1]
                ? Earlier(happened, sent, "the sending of its message")
                : null);
        last = happened;
        return problem;
    }

    private string? Difference(ProcessId process, VectorClock clock, VectorClock? before, VectorClock? cause)
    {
        var expected = (before ?? _none).Next(process, cause);
        if (clock.IsSame(expected))
            return null;
        for (var id = 1; id <= header.Processes; id++)
        {
            var other = new ProcessId(id);
            if (expected[other] is var known && clock[other] != known)
            {
                var (events, included) = (known == 1 ? "event" : "events", other == process ? ", this one included" : "");
                return $"\"vc\" must count {known} {events} of process {other}{included}, was [{clock[other]}].";
            }
        }
        return null;
    }

    private static string? Earlier(TraceEvent happened, TraceEvent? before, string what) =>
        before is not null && happened.At < before.At
            ? $"\"at\" must not be before {EventText.Time(before.At)}, the time of {what}, was [{EventText.Time(happened.At)}]."
            : null;
}
