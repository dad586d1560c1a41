using Akka.Actor;
using Coterie.Actors.Memory.RawPort;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>The dispatcher whose thread waits for sockets, with actors that have none.</summary>
public sealed class SocketDispatcherTests : RawPortTest
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Actors_of_the_dispatcher_run_on_one_thread()
    {
        var (one, other) = (Echo(), Echo());
        Assert.Same(await ThreadOfAsync(one), await ThreadOfAsync(other));
    }

    [Fact]
    public async Task Messages_of_other_threads_wake_it_however_often_it_sleeps()
    {
        var echo = Echo();
        var askers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++)
                Assert.Equal(i, await echo.Ask<int>(i, LongestWait));
        }));
        await Task.WhenAll(askers);
    }

    [Fact]
    public async Task Thread_ends_when_there_is_nothing_to_do_and_comes_back()
    {
        var echo = Echo();
        var thread = await ThreadOfAsync(echo);
        Assert.True(thread.Join(LongestWait));
        Assert.NotSame(thread, await ThreadOfAsync(echo));
    }

    private IActorRef Echo() => Sys.ActorOf(Props.Create(() => new EchoActor()).WithDispatcher(SocketDispatcher.Section));

    private static Task<Thread> ThreadOfAsync(IActorRef echo) => echo.Ask<Thread>(AskThread.Instance, LongestWait);

    private sealed class AskThread
    {
        public static AskThread Instance { get; } = new();
    }

    private sealed class EchoActor : ReceiveActor
    {
        public EchoActor()
        {
            Receive<int>(number => Sender.Tell(number));
            Receive<AskThread>(_ => Sender.Tell(Thread.CurrentThread));
        }
    }
}
