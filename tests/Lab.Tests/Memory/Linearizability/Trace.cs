using System.Globalization;
using Coterie.Lab.Memory.Linearizability;

namespace Coterie.Tests.Memory.Linearizability;

/// <summary>Histories written by hand.</summary>
internal static class Trace
{
    /// <summary>The history of events such as <c>0 w1 ?, 0 w1 !, 1 r ?, 1 r1 !, 1 c1.2 ?, 1 c1.2 ~</c>.</summary>
    public static History Of(string events, string key = "x") =>
        History.Of(events.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(e => Event(e.Split(' '), key)));

    private static HistoryEvent Event(string[] words, string key)
    {
        var numbers = words[1][1..].Split('.', StringSplitOptions.RemoveEmptyEntries)
            .Select(n => (int?)int.Parse(n, CultureInfo.InvariantCulture))
            .ToArray();
        var function = words[1][0] switch { 'r' => Function.Read, 'w' => Function.Write, _ => Function.Cas };
        var type = words[2] switch { "?" => EventType.Invoke, "!" => EventType.Ok, "-" => EventType.Fail, _ => EventType.Info };
        var expected = function == Function.Cas ? numbers[0] : null;
        var process = int.Parse(words[0], CultureInfo.InvariantCulture);
        return new HistoryEvent(process, type, function, key, numbers.LastOrDefault(), expected);
    }
}
