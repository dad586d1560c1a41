using Akka.Actor;

namespace Akka.Tests.Actor;

public class DeathWatchTests : EngineTest
{
    [Fact]
    public async Task A_watcher_learns_of_the_stop_once()
    {
        var watcher = NewListener();
        var actor = NewEcho();
        watcher.Watch(actor);
        watcher.Watch(actor);
        await Fence(watcher.Ref);
        Sys.Stop(actor);
        var terminated = await watcher.Next<Terminated>();
        Assert.Equal(actor, terminated.ActorRef);
        watcher.Ref.Tell("fence");
        await watcher.Expect("fence");
    }

    [Fact]
    public async Task Watching_the_dead_brings_Terminated_too()
    {
        var actor = NewEcho();
        await actor.GracefulStop(Patience);
        var watcher = NewListener();
        watcher.Watch(actor);
        Assert.Equal(actor, (await watcher.Next<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task WatchWith_brings_the_message_instead()
    {
        var watcher = NewListener();
        var actor = NewEcho();
        watcher.WatchWith(actor, "it is gone");
        Sys.Stop(actor);
        await watcher.Expect("it is gone");
    }

    [Fact]
    public async Task Nothing_comes_after_Unwatch()
    {
        var watcher = NewListener();
        var actor = NewEcho();
        watcher.Watch(actor);
        await watcher.Unwatch(actor);
        await actor.GracefulStop(Patience);
        watcher.Ref.Tell("fence");
        await watcher.Expect("fence");
    }

    [Fact]
    public async Task Unwatch_takes_back_a_Terminated_that_waits_already()
    {
        var subject = NewEcho();
        var log = NewListener();
        var release = new TaskCompletionSource();
        var late = Sys.ActorOf(Props.Create(() => new LateUnwatcher(subject, log.Ref, release.Task)));
        Assert.Equal("watching", await late.Ask<string>("watch", Patience));
        foreach (var message in (string[])["wait for its end", "unwatch", "fence"]) late.Tell(message);
        release.SetResult(); // Terminated comes to wait behind these
        await log.ExpectAll("unwatched", "fence");
        late.Tell("fence");
        await log.Expect("fence");
    }

    [Fact]
    public async Task Whoever_does_not_handle_Terminated_dies_too()
    {
        var subject = NewEcho();
        var pact = Sys.ActorOf(Props.Create(() => new Pact(subject)));
        await Fence(pact);
        var watcher = NewListener();
        watcher.Watch(pact);
        Sys.Stop(subject);
        Assert.Equal(pact, (await watcher.Next<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task A_restart_is_no_stop()
    {
        var watcher = NewListener();
        var actor = NewEcho();
        watcher.Watch(actor);
        await Fence(watcher.Ref);
        actor.Tell("fail");
        Assert.Equal("hello", await actor.Ask<string>("hello", Patience));
        watcher.Ref.Tell("fence");
        await watcher.Expect("fence");
        Sys.Stop(actor);
        await watcher.Next<Terminated>();
    }

    private IActorRef NewEcho() => Sys.ActorOf(Props.Create(() => new Echo()));

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "fail") throw new InvalidOperationException();
            Sender.Tell(message);
        }
    }

    private sealed class Pact : ReceiveActor
    {
        public Pact(IActorRef subject) => Context.Watch(subject);
    }

    private sealed class LateUnwatcher(IActorRef subject, IActorRef log, Task release) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "watch":
                    Context.Watch(subject);
                    Sender.Tell("watching");
                    break;
                case "wait for its end":
                    subject.GracefulStop(Patience).Wait();
                    release.Wait();
                    break;
                case "unwatch":
                    Context.Unwatch(subject);
                    log.Tell("unwatched");
                    break;
                case Terminated:
                    log.Tell("Terminated"); // the message itself only its addressee gets
                    break;
                default:
                    log.Tell(message);
                    break;
            }
        }
    }
}
