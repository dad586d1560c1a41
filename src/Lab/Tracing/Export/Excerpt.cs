using Coterie.Lab.Tracing.Pictures;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Export;

/// <summary>The events of a part of a trace, with vector clocks that count these alone.</summary>
internal sealed class Excerpt
{
    private readonly Dictionary<ProcessId, List<int>> _kept = [];

    /// <summary>The part that the options choose.</summary>
    /// <exception cref="PictureOptionsException">They choose nothing, or a process that the trace does not have.</exception>
    public Excerpt(TraceIndex index, PictureOptions options)
    {
        Part = PicturePart.Of(index.Trace, options);
        Events = [.. index.Trace.Events.Where(happened => Part.Has(happened.At) && (happened.Process is not { } process || Part.Has(process)))];
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

    /// <summary>Its events, in the order of the trace; also those of no process.</summary>
    public IReadOnlyList<TraceEvent> Events { get; }

    /// <summary>How many of the events of each process are in the past of this one, itself included; those with none are left out. Own counts go from 1 without a gap.</summary>
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

    /// <summary>Whether a message begins and ends in the part, or begins in it and is on its way.</summary>
    public bool Has(TraceMessage message) =>
        message.Sent is { } sent && Part.Has(sent.At) && Part.Has(message.From) && Part.Has(message.To) && (message.Ended is not { } ended || Part.Has(ended.At));
}
