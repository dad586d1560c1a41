using Coterie.Lab.Memory.Linearizability;

namespace Coterie.Tests.Memory.Linearizability;

/// <summary>
/// Histories of a register as it should be: each operation takes effect at a random moment between its call and its return.
/// </summary>
internal static class RandomHistory
{
    public static History Linearizable(int seed, int processes, int operations, double unknown)
    {
        var random = new Random(seed);
        var register = 0;
        var events = new List<HistoryEvent>();
        var underWay = new Dictionary<int, HistoryEvent>();
        var done = new Dictionary<int, HistoryEvent>();
        var gone = new HashSet<int>();
        for (var called = 0; called < operations || underWay.Count + done.Count > 0;)
        {
            var p = random.Next(processes);
            if (gone.Contains(p))
                processes = Math.Max(processes, p + 2);
            else if (underWay.Remove(p, out var call))
                done.Add(p, random.NextDouble() < unknown / 2 ? call with { Type = EventType.Info } : Answer(call, ref register));
            else if (done.Remove(p, out var answer))
            {
                events.Add(answer.Type != EventType.Info && random.NextDouble() < unknown / 2 ? Unknown(answer) : answer);
                if (events[^1].Type == EventType.Info)
                    gone.Add(p);
            }
            else if (called < operations)
            {
                var e = Call(p, ++called, register, random);
                events.Add(e);
                underWay.Add(p, e);
            }
        }
        return History.Of(events);
    }

    // Every value is written once, but for compare-and-set, whose guess is right half the time.
    private static HistoryEvent Call(int process, int number, int register, Random random) => random.Next(5) switch
    {
        0 => new HistoryEvent(process, EventType.Invoke, Function.Cas, "x", number, random.Next(2) == 0 ? register : number),
        1 or 2 => new HistoryEvent(process, EventType.Invoke, Function.Write, "x", number),
        _ => new HistoryEvent(process, EventType.Invoke, Function.Read, "x", null),
    };

    private static HistoryEvent Answer(HistoryEvent call, ref int register)
    {
        if (call.Function == Function.Read)
            return call with { Type = EventType.Ok, Value = register };
        if (call.Function == Function.Cas && call.Expected != register)
            return call with { Type = EventType.Fail };
        register = call.Value!.Value;
        return call with { Type = EventType.Ok };
    }

    private static HistoryEvent Unknown(HistoryEvent answer) =>
        answer with { Type = EventType.Info, Value = answer.Function == Function.Read ? null : answer.Value };
}
