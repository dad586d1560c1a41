using Akka.Actor;
using Akka.Configuration;
using Coterie.Bench.Harness;

namespace Coterie.Bench.Engine;

/// <summary>The actor engine by itself, beside plain .NET doing the same.</summary>
public static class EngineBench
{
    private static ActorSystem _system = null!;

    /// <summary>The menu's entry.</summary>
    public static Suite Suite { get; } = new("engine", "Local messaging: tell, ping-pong, ask, stash, creation of actors.",
    [
        Engine("tell to one actor", 5_000_000, "msg/s", count => Telling.ToActor(_system, count)) with { Baseline = Telling.ToChannel },
        .. from window in (int[])[1, 100]
           from pairs in (int[])[1, 2, 8]
           select PingPong(pairs, window),
        .. from askers in (int[])[1, 50]
           select Ask(askers),
        Engine("stash and unstash 100,000", 100_000, "msg/s", count => Stashing.Run(_system, count)),
        Engine("create 100,000 actors", 100_000, "actors/s", count => Creating.Run(_system, count)),
    ], "plain .NET");

    private static Case PingPong(int pairs, int window) => Engine(
        $"ping-pong {pairs} pair{(pairs == 1 ? "" : "s")}, {window} in flight", 4_000_000, "msg/s",
        count => PingPongs.Actors(_system, pairs, window, count)) with
    { Baseline = count => PingPongs.Channels(pairs, window, count) };

    private static Case Ask(int askers) => Engine($"ask, {askers} asker{(askers == 1 ? "" : "s")}", 1_000_000, "asks/s",
        count => Asking.Actors(_system, askers, count)) with
    { Baseline = count => Asking.Tasks(askers, count) };

    private static Case Engine(string name, int operations, string unit, Func<int, Task> run) => new(name, operations, unit, run)
    {
        Setup = () => _system = ActorSystem.Create("bench", ConfigurationFactory.ParseString("akka.loglevel = WARNING")),
        Cleanup = () => _system.Terminate(),
    };
}
