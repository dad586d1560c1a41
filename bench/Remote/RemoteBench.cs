using Akka.Actor;
using Akka.Configuration;
using Coterie.Bench.Harness;

namespace Coterie.Bench.Remote;

/// <summary>Messages over TCP on the loopback, beside two plain blocking sockets that send as many bytes to and fro.</summary>
internal static class RemoteBench
{
    private static RemotePingPong _pingPong = null!;
    private static EchoProcess _process = null!;
    private static RemoteAsking _asking = null!;

    public static Suite Suite { get; } = new("remote", "Messaging over TCP: ping-pong between two systems, ask from another process.",
    [
        .. from clients in (int[])[1, 5, 10, 25] select PingPong(clients),
        .. from askers in (int[])[1, 8, 50] select Ask(askers),
    ], "plain sockets");

    /// <summary>A system that listens on the loopback.</summary>
    public static ActorSystem StartSystem(string name) => ActorSystem.Create(name, ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = WARNING
          actor.provider = remote
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """));

    private static Case PingPong(int clients) => new(
        $"ping-pong {clients} client{(clients == 1 ? "" : "s")}, {RemotePingPong.Window} in flight each", 500_000, "msg/s",
        messages => _pingPong.Play(clients, messages))
    {
        Setup = () => _pingPong = new RemotePingPong(),
        Cleanup = () => _pingPong.Stop(),
        Baseline = messages => PlainSockets.PingPong(clients * RemotePingPong.Window, messages / 2),
    };

    private static Case Ask(int askers)
    {
        var latencies = new Latencies();
        return new Case($"ask another process, {askers} asker{(askers == 1 ? "" : "s")}", 10_000 * Math.Min(askers, 10), "asks/s",
            asks => _asking.Ask(askers, asks, latencies))
        {
            Setup = () =>
            {
                _process = EchoProcess.Start();
                _asking = new RemoteAsking(_process);
            },
            Cleanup = async () =>
            {
                await _asking.Stop();
                _process.Dispose();
            },
            Latencies = latencies,
            Baseline = asks => _process.AskPlainSocket(askers, asks),
        };
    }
}
