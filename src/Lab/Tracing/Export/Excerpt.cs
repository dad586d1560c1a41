using Coterie.Lab.Tracing.Pictures;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Export;

/// <summary>The events of a part of a trace, with vector clocks that count only these events.</summary>
internal sealed class Excerpt
{
    private readonly Dictionary<ProcessId, List<int>> _kept = [];

    /// <summary>The part that the options choose.</summary>
    /// <exception cref="PictureOptionsException">They choose nothing, or a process that the trace does not have.</exception>
    public Excerpt(TraceIndex index, PictureOptions options)
    {
        Part = PicturePart.Of(index.Trace, options);
        var events = index.Trace.Events.Where(happened => Part.Has(happened.At));
        Events = [.. events.Where(happened => happened.Process is not { } process || Part.Has(process))];
        foreach (var happened in Events)
        {
            if (happened.Process is not { } process)
                continue;
            if (!_kept.TryGetValue(process, out var numbers))
                _kept.Add(process, numbers = []);
            numbers.Add(happened.Number);
        }
    }

    /// <summary>The part.</summary>
    public PicturePart Part { get; }

    /// <summary>Its events, in the order of the trace, with those that are of no process.</summary>
    public IReadOnlyList<TraceEvent> Events { get; }

    /// <summary>
    /// How many events of each process are in the past of an event, the event itself included. A process without any is left out.
    /// The counts of an event's own process rise from 1, one by one.
    /// </summary>
    public IEnumerable<(ProcessId Process, int Count)> ClockOf(TraceEvent happened)
    {
        foreach (var (process, number) in happened.Clock!.Known)
        {
            if (!_kept.TryGetValue(process, out var kept))
                continue;
            var place = kept.BinarySearch(number);
            var count = place >= 0 ? place + 1 : ~place;
            if (count > 0)
                yield return (process, count);
        }
    }

    /// <summary>Whether a message begins in the part, and ends in it or is still on its way.</summary>
    public bool Has(TraceMessage message) =>
        message.Sent is { } sent && Part.Has(sent.At)
        && Part.Has(message.From) && Part.Has(message.To)
        && (message.Ended is not { } ended || Part.Has(ended.At));
}
