using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>The part of a run that a picture shows.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, later than the beginning.</param>
/// <param name="Processes">The processes that have a row, in the order of their numbers.</param>
internal sealed record PicturePart(TimeSpan From, TimeSpan To, IReadOnlyList<ProcessId> Processes)
{
    private readonly HashSet<ProcessId> _processes = [.. Processes];

    /// <summary>The part that the options choose.</summary>
    /// <param name="trace">The run.</param>
    /// <param name="options">The options.</param>
    /// <param name="later">
    /// Chooses a later end than the last event, from the beginning and that end; null for none. Not used if the options choose
    /// the end.
    /// </param>
    /// <exception cref="PictureOptionsException">They choose nothing, or a process that the trace does not have.</exception>
    public static PicturePart Of(Trace trace, PictureOptions options, Func<TimeSpan, TimeSpan, TimeSpan>? later = null)
    {
        var from = options.From ?? trace.Events.Select(happened => happened.At).DefaultIfEmpty(options.To ?? TimeSpan.Zero).Min();
        var to = options.To ?? trace.Events.Select(happened => happened.At).DefaultIfEmpty(from).Max();
        if (options is { From: not null, To: not null } && to <= from)
            throw Broken("to", $"later than from ({TimeAxis.Length(from)})", to);
        if (options.To is not null && to <= from)
            throw Broken("to", $"later than the first event ({TimeAxis.Length(from)})", to);
        if (options.From is not null && to < from)
            throw Broken("from", $"no later than the last event ({TimeAxis.Length(to)})", from);
        var end = to > from ? to : from + TimeSpan.FromMilliseconds(1);
        if (options.To is null && later is not null)
            end = later(from, end);
        return new PicturePart(from, end, Rows(trace.Header.Processes, options.Processes));
    }

    /// <summary>Whether the process has a row.</summary>
    public bool Has(ProcessId process) => _processes.Contains(process);

    /// <summary>Whether the time is in the part.</summary>
    public bool Has(TimeSpan time) => From <= time && time <= To;

    /// <summary>Whether the part has some of the time between <paramref name="from"/> and <paramref name="to"/>.</summary>
    public bool Touches(TimeSpan from, TimeSpan to) => from <= To && to >= From;

    private static PictureOptionsException Broken(string option, string rule, TimeSpan value) =>
        new($"{option} must be {rule}, was [{TimeAxis.Length(value)}].");

    private static ProcessId[] Rows(int processes, IReadOnlySet<ProcessId>? chosen)
    {
        if (chosen is null)
            return [.. Enumerable.Range(1, processes).Select(id => new ProcessId(id))];
        foreach (var process in chosen)
        {
            if (process.Value < 1 || process.Value > processes)
                throw new PictureOptionsException($"processes must be from 1 to {processes}, was [{process}].");
        }
        return chosen.Count > 0
            ? [.. chosen.OrderBy(process => process.Value)]
            : throw new PictureOptionsException("processes must be at least one, was [none].");
    }
}
