using System.CommandLine;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Simulate.Events;

/// <summary><c>--events</c> and <c>--quiet</c>, of the commands that print the events of a run.</summary>
internal static class EventOptions
{
    private static readonly Dictionary<string, EventLevel> Levels = new()
    {
        ["main"] = EventLevel.Main,
        ["all"] = EventLevel.All,
        ["none"] = EventLevel.None,
    };

    private static readonly Choice[] Choices =
    [
        new("main", "what matters: requests, deferred replies, entries, exits, faults"),
        new("all", "each event and each message"),
        new("none", "no events"),
    ];

    /// <summary><c>--events LEVEL</c>.</summary>
    public static Option<string?> Events { get; } = new ChoiceOption(
        "--events",
        "LEVEL",
        "Which events are lines: main, what matters, with the replies to a request in one line; all, with a line for each "
        + "message that is not a request; or none [default: main]",
        _ => Choices);

    /// <summary><c>--quiet</c>.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Prints no events; the same as --events none",
    };

    /// <summary>What is asked for.</summary>
    /// <exception cref="UsageException">There is no such level, or the two options contradict each other.</exception>
    public static EventLevel Read(ParseResult parsed)
    {
        var quiet = parsed.GetValue(Quiet);
        if (parsed.GetValue(Events) is not { } text)
            return quiet ? EventLevel.None : EventLevel.Main;
        var level = Levels[Choice.Read(Events.Name, text, [.. Levels.Keys])];
        return quiet && level != EventLevel.None
            ? throw UsageException.Of(Events.Name, $"none, or left out, with {Quiet.Name}", text)
            : level;
    }
}
