using System.Threading.Channels;
using Akka.Actor;

namespace Coterie.Bench.Engine;

/// <summary>Pairs that send messages to and fro, with some number of them under way at once.</summary>
internal static class PingPongs
{
    private static readonly object Ball = new();

    public static async Task Actors(ActorSystem system, int pairs, int window, int count)
    {
        var done = new CountdownEvent(pairs);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var players = new List<(IActorRef Ping, IActorRef Pong)>();
        for (var i = 0; i < pairs; i++)
        {
            var pong = system.ActorOf(Props.Create(() => new Pong()));
            players.Add((system.ActorOf(Props.Create(() => new Ping(count / pairs / 2, done, ended))), pong));
        }
        foreach (var (ping, pong) in players)
        {
            for (var i = 0; i < window; i++) ping.Tell(Ball, pong);
        }
        await ended.Task;
        foreach (var (ping, pong) in players)
        {
            system.Stop(ping);
            system.Stop(pong);
        }
    }

    public static Task Channels(int pairs, int window, int count) => Task.WhenAll(Enumerable.Range(0, pairs).Select(_ =>
    {
        var toPing = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var toPong = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        for (var i = 0; i < window; i++) toPing.Writer.TryWrite(Ball);
        return Task.WhenAll(Play(toPing, toPong, count / pairs / 2), Play(toPong, toPing, count / pairs / 2));
    }));

    private static Task Play(Channel<object> own, Channel<object> other, int count) => Task.Run(async () =>
    {
        for (var i = 0; i < count; i++) other.Writer.TryWrite(await own.Reader.ReadAsync());
    });

    private sealed class Ping(int count, CountdownEvent done, TaskCompletionSource ended) : UntypedActor
    {
        private int _left = count;

        protected override void OnReceive(object message)
        {
            if (--_left > 0) Sender.Tell(message, Self);
            else if (_left == 0 && done.Signal()) ended.SetResult();
        }
    }

    private sealed class Pong : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }
}
