using System.Diagnostics;
using Coterie.Lab.Memory.Linearizability;

namespace Coterie.Network.Tests.Linearizability;

/// <summary>Notes what clients do, a line per event, as it happens. Each client runs in a task of its own.</summary>
internal sealed class HistoryRecorder(Action<HistoryEvent> write)
{
    private readonly Lock _lock = new();

    /// <summary>Notes a call, then its outcome. The time of the call is taken before it, that of the outcome after it.</summary>
    /// <returns>The outcome.</returns>
    public async Task<EventType> CallAsync(
        int process, Function function, string key, int? value, Func<Task<(EventType Type, int? Value)>> operation)
    {
        var called = new HistoryEvent(process, EventType.Invoke, function, key, value);
        Note(called);
        var (type, result) = await operation();
        Note(called with { Type = type, Value = result ?? value });
        return type;
    }

    // The clock belongs to the machine, so histories of several processes can be merged.
    private void Note(HistoryEvent e)
    {
        lock (_lock)
            write(e with { Time = (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency)) });
    }
}
