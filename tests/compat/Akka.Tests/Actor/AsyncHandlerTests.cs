using Akka.Actor;

namespace Akka.Tests.Actor;

public class AsyncHandlerTests : EngineTest
{
    [Fact]
    public async Task The_next_message_waits_for_the_end_of_an_asynchronous_handler()
    {
        var log = NewListener();
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Worker(log.Ref, gate.Task)));
        actor.Tell("slow");
        actor.Tell("quick");
        await log.Expect("slow begins");
        gate.SetResult();
        await log.ExpectAll("slow ends", "quick");
    }

    [Fact]
    public async Task Sender_and_Self_are_the_same_after_an_await()
    {
        var log = NewListener();
        var asker = NewListener();
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Worker(log.Ref, gate.Task)));
        asker.Send(actor, "who");
        NewListener().Send(actor, "quick");
        await log.Expect("who begins");
        gate.SetResult();
        await asker.Expect(actor);
    }

    [Fact]
    public async Task A_failure_after_an_await_is_the_actors_failure()
    {
        var log = NewListener();
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Worker(log.Ref, gate.Task)));
        actor.Tell("fail");
        actor.Tell("quick");
        await log.Expect("fail begins");
        gate.SetResult();
        await log.ExpectAll("restarting for late with fail", "quick");
    }

    [Fact]
    public async Task A_failure_before_the_first_await_is_the_actors_failure()
    {
        var log = NewListener();
        var actor = Sys.ActorOf(Props.Create(() => new Worker(log.Ref, Task.CompletedTask)));
        actor.Tell("fail");
        actor.Tell("quick");
        await log.ExpectAll("fail begins", "restarting for late with fail", "quick");
    }

    [Fact]
    public async Task An_actor_can_be_stopped_while_its_handler_waits()
    {
        var log = NewListener();
        var never = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Worker(log.Ref, never.Task)));
        actor.Tell("slow");
        await log.Expect("slow begins");
        log.Watch(actor);
        Sys.Stop(actor);
        await log.Next<Terminated>();
    }

    [Fact]
    public async Task Steps_of_many_handlers_run_alone_and_in_order()
    {
        var done = new TaskCompletionSource<bool>();
        var actor = Sys.ActorOf(Props.Create(() => new Sequential(1000, done)));
        for (var i = 0; i < 1000; i++) actor.Tell(i);
        Assert.True(await done.Task.WaitAsync(Patience));
    }

    private sealed class Worker : ReceiveActor
    {
        private readonly IActorRef _log;

        public Worker(IActorRef log, Task gate)
        {
            _log = log;
            ReceiveAsync<string>(message => message == "slow", async _ =>
            {
                log.Tell("slow begins");
                await gate;
                log.Tell("slow ends");
            });
            ReceiveAsync<string>(message => message == "who", async _ =>
            {
                log.Tell("who begins");
                await gate;
                await Task.Yield();
                Sender.Tell(Self);
            });
            ReceiveAsync<string>(message => message == "fail", async _ =>
            {
                log.Tell("fail begins");
                await gate;
                throw new InvalidOperationException("late");
            });
            Receive<string>(message => log.Tell(message));
        }

        protected override void PreRestart(Exception reason, object message)
        {
            _log.Tell($"restarting for {reason.Message} with {message}");
            base.PreRestart(reason, message);
        }
    }

    private sealed class Sequential : ReceiveActor
    {
        private int _next;
        private int _inside;

        public Sequential(int count, TaskCompletionSource<bool> done) => ReceiveAsync<int>(async number =>
        {
            if (++_inside != 1 || number != _next) done.TrySetResult(false);
            await Task.Yield();
            _next++;
            _inside--;
            if (_next == count) done.TrySetResult(true);
        });
    }
}
