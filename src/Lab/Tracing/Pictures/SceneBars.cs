using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>Finds what the processes were doing.</summary>
internal static class SceneBars
{
    /// <summary>All bars of a trace. A bar that does not end in the trace lasts until <paramref name="end"/>.</summary>
    /// <param name="index">The trace.</param>
    /// <param name="end">That time.</param>
    /// <param name="isShared">Whether the words of a request or an entry say that it shares.</param>
    public static IEnumerable<Bar> Of(TraceIndex index, TimeSpan end, Func<string?, bool> isShared) =>
        Waits(index, end).Concat(Insides(index, end))
            .Select(bar => bar with { IsShared = isShared(bar.Detail) }).Concat(Absences(index.Trace, end));

    private static IEnumerable<Bar> Waits(TraceIndex index, TimeSpan end)
    {
        var entries = index.Entries.ToDictionary(entry => (entry.Process, entry.Entered.Number), entry => entry.Number);
        foreach (var wait in index.Waits)
        {
            var process = wait.Request.Process;
            yield return new Bar(process, BarKind.Waiting, wait.Asked.At, wait.Ended?.At ?? end)
            {
                Entry = wait.Ended is { } ended && entries.TryGetValue((process, ended.Number), out var entry) ? entry : null,
                Request = wait.Request,
                Detail = wait.Asked.Detail,
                IsWithdrawn = wait.Ended is { Kind: TraceEventKind.Withdraw },
                IsLost = wait.Ended is { Kind: TraceEventKind.Lose or TraceEventKind.Restart },
                IsOpen = wait.Ended is null,
            };
        }
    }

    private static IEnumerable<Bar> Insides(TraceIndex index, TimeSpan end) =>
        index.Entries.Select(entry => new Bar(entry.Process, BarKind.Inside, entry.Entered.At, entry.Left?.At ?? end)
        {
            Entry = entry.Number,
            Request = entry.Entered.Request,
            Detail = entry.Entered.Detail,
            IsLost = entry.Left is { Kind: TraceEventKind.Lose or TraceEventKind.Restart },
            IsOpen = entry.Left is null,
        });

    private static IEnumerable<Bar> Absences(Trace trace, TimeSpan end)
    {
        var since = new Dictionary<(ProcessId Process, BarKind Kind), TimeSpan>();
        foreach (var happened in trace.Events)
        {
            if (Absence(happened.Kind) is not { } absence)
                continue;
            var key = (happened.Process!.Value, absence);
            if (happened.Kind is TraceEventKind.Crash or TraceEventKind.Pause)
                since.TryAdd(key, happened.At);
            else if (since.Remove(key, out var from))
                yield return new Bar(happened.Process.Value, absence, from, happened.At);
        }
        foreach (var (key, from) in since.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key.Process.Value))
            yield return new Bar(key.Process, key.Kind, from, end);
    }

    private static BarKind? Absence(TraceEventKind kind) => kind switch
    {
        TraceEventKind.Crash or TraceEventKind.Restart => BarKind.Crashed,
        TraceEventKind.Pause or TraceEventKind.Resume => BarKind.Paused,
        _ => null,
    };
}
