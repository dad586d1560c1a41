using Coterie.Lab.Tracing.Pictures;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Export;

/// <summary>
/// Trace events for Perfetto and chrome://tracing. Each process has two tracks: the first shows when it waits and when it is
/// inside, the second its steps. A flow leads from the step that sent a message to the step in which the message ended. A viewer
/// attaches the end of a flow to the slice that began last on its track, and of several slices of one time to the last one in the
/// file. So each end of a flow is written right after the slice of its step.
/// </summary>
public static class PerfettoExport
{
    /// <summary>Writes one JSON object.</summary>
    /// <param name="index">The run.</param>
    /// <param name="options">Which part of it.</param>
    /// <param name="output">Gets the object.</param>
    /// <returns>Always null: nothing is left out.</returns>
    /// <exception cref="PictureOptionsException">The options choose no time or no process of the run.</exception>
    public static string? Write(TraceIndex index, PictureOptions options, TextWriter output)
    {
        var excerpt = new Excerpt(index, options);
        using var json = new PerfettoWriter(output);
        WriteNames(json, index.Trace.Header, excerpt.Part);
        WriteStays(json, index, excerpt.Part);
        WriteSteps(json, index, excerpt);
        return null;
    }

    private static void WriteNames(PerfettoWriter json, TraceHeader header, PicturePart part)
    {
        var bug = header.Bug is null ? "" : $" with the bug {header.Bug}";
        json.NameAll($"{header.Algorithm}{bug}, {header.Processes} processes");
        var name = ProcessNames.Of(header);
        foreach (var process in part.Processes)
        {
            json.Name(Stays(process), name(process));
            json.Name(Steps(process), $"{name(process)}, steps");
        }
    }

    private static void WriteStays(PerfettoWriter json, TraceIndex index, PicturePart part)
    {
        foreach (var wait in index.Waits.Where(wait => part.Has(wait.Process)))
            WriteStay(json, part, $"waits with request {wait.Request}", wait.Asked, wait.Ended);
        foreach (var entry in index.Entries.Where(entry => part.Has(entry.Process)))
            WriteStay(json, part, $"inside with {entry.Request}", entry.Entered, entry.Left);
    }

    private static void WriteStay(PerfettoWriter json, PicturePart part, string name, TraceEvent began, TraceEvent? ended)
    {
        var (from, to) = (Max(began.At, part.From), Min(ended?.At ?? part.To, part.To));
        if (from <= to)
            json.Slice(name, Stays(began.Process!.Value), from, to - from);
    }

    // A step takes no time. It is drawn as a slice of a fixed length, or up to the next step if that is sooner: so flows have a
    // slice to begin and end at, and no two slices overlap.
    private static void WriteSteps(PerfettoWriter json, TraceIndex index, Excerpt excerpt)
    {
        var flows = new Dictionary<TraceMessage, int>(ReferenceEqualityComparer.Instance);
        var sent = index.Messages.Where(message => message.Ended is not null && excerpt.Has(message))
            .ToLookup<TraceMessage, object>(message => message.Sent!, ReferenceEqualityComparer.Instance);
        var next = new Dictionary<ProcessId, TimeSpan>();
        var steps = new List<(TraceEvent Happened, TimeSpan Duration)>();
        foreach (var happened in excerpt.Events.Reverse())
        {
            var room = PerfettoWriter.LongestStep;
            if (happened.Process is { } process)
            {
                if (next.TryGetValue(process, out var following))
                    room = Min(room, following - happened.At);
                next[process] = happened.At;
            }
            steps.Add((happened, room));
        }
        steps.Reverse();
        var name = index.Name;
        foreach (var (happened, duration) in steps)
        {
            if (happened.Process is not { } process)
            {
                json.Instant(EventText.Of(happened, name), happened.At);
                continue;
            }
            json.Slice(NameOf(happened), Steps(process), happened.At, duration, happened, EventText.Of(happened, name));
            if (index.EndedBy(happened) is { } ended && flows.TryGetValue(ended, out var flow))
                json.FlowEnd(ended.Name, flow, Steps(process), happened.At);
            foreach (var message in sent[happened])
            {
                flows.Add(message, flows.Count + 1);
                json.FlowBegin(message.Name, flows.Count, Steps(process), happened.At);
            }
        }
    }

    private static string NameOf(TraceEvent happened) => happened.Kind switch
    {
        TraceEventKind.Receive => EventText.Message(happened.Message!, happened.Request),
        TraceEventKind.Drop => $"lost {EventText.Message(happened.Message!, happened.Request)}",
        _ => Names.Of(happened.Kind),
    };

    private static int Stays(ProcessId process) => process.Value * 2;

    private static int Steps(ProcessId process) => (process.Value * 2) + 1;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
