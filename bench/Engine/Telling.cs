using System.Threading.Channels;
using Akka.Actor;

namespace Coterie.Bench.Engine;

/// <summary>One thread sends to one receiver.</summary>
internal static class Telling
{
    private const int Chunk = 10_000;
    private static readonly object Message = new();

    public static async Task ToActor(ActorSystem system, int count)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var counter = system.ActorOf(Props.Create(() => new Counter(count, done)));
        for (var sent = 0; sent < count; sent += Chunk) Send(counter);
        await done.Task;
        system.Stop(counter);
    }

    public static async Task ToChannel(int count)
    {
        var channel = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
        var reader = Task.Run(async () =>
        {
            for (var left = count; left > 0;)
            {
                while (channel.Reader.TryRead(out _)) left--;
                if (left > 0) await channel.Reader.WaitToReadAsync();
            }
        });
        for (var sent = 0; sent < count; sent += Chunk) Send(channel.Writer);
        await reader;
    }

    // Methods of their own, called often: the runtime optimises what is called often.
    private static void Send(IActorRef to)
    {
        for (var i = 0; i < Chunk; i++) to.Tell(Message, ActorRefs.NoSender);
    }

    private static void Send(ChannelWriter<object> to)
    {
        for (var i = 0; i < Chunk; i++) to.TryWrite(Message);
    }

    private sealed class Counter(int count, TaskCompletionSource done) : UntypedActor
    {
        private int _left = count;

        protected override void OnReceive(object message)
        {
            if (--_left == 0) done.SetResult();
        }
    }
}
