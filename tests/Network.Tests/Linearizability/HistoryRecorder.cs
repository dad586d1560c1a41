using System.Diagnostics;
using Coterie.Lab.Memory.Linearizability;

namespace Coterie.Network.Tests.Linearizability;

/// <summary>Notes what clients do, a line per event, as it happens. Each client runs in a task of its own.</summary>
internal sealed class HistoryRecorder(Action<HistoryEvent> write)
{
    private readonly Lock _lock = new();

    /// <summary>Nanoseconds. The clock belongs to the machine, so histories of several processes can be merged.</summary>
    public static long Now() => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

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

    /// <summary>
    /// Notes an operation of which only its end tells what it did, such as a compare-and-set that found another value: then both
    /// lines are written, with the times of the call and of the outcome. Nothing is written of what has not happened.
    /// </summary>
    /// <returns>The outcome.</returns>
    public async Task<EventType> CallAsync(int process, string key, Func<Task<(EventType Type, Effect Effect)>> operation)
    {
        var called = Now();
        var (type, effect) = await operation();
        var end = new HistoryEvent(process, type, effect.Function, key, effect.Value, effect.Expected, Now());
        if (type == EventType.Fail)
            return type;
        lock (_lock)
        {
            write(end with { Type = EventType.Invoke, Time = called });
            write(end);
        }
        return type;
    }

    private void Note(HistoryEvent e)
    {
        lock (_lock)
            write(e with { Time = Now() });
    }
}

/// <summary>What an operation did, as its end tells it.</summary>
/// <param name="Function">What it was in effect.</param>
/// <param name="Value">See <see cref="HistoryEvent"/>.</param>
/// <param name="Expected">See <see cref="HistoryEvent"/>.</param>
internal sealed record Effect(Function Function, int Value, int? Expected = null);
