using Akka.Actor;
using Akka.TestKit;

namespace Akka.Tests.Scenarios;

/// <summary>Handlers that await.</summary>
public sealed class AsyncHandlerScenarios : TestKit.Xunit2.TestKit
{
    [Fact]
    public void The_next_message_waits_until_the_handler_has_ended()
    {
        var gate = new TaskCompletionSource();
        var actor = ActorOf(Props.Create(() => new Awaits(TestActor, gate.Task)));
        actor.Tell("first");
        actor.Tell("second");
        ExpectMsg("first begins");

        gate.SetResult();

        ExpectMsg("first ends");
        ExpectMsg("second begins");
        ExpectMsg("second ends");
    }

    [Fact]
    public void The_sender_and_the_context_are_the_same_behind_the_await()
    {
        var actor = ActorOf(Props.Create(() => new Replies()));
        var probe = CreateTestProbe();

        actor.Tell("question", probe);
        actor.Tell("other");

        probe.ExpectMsgFrom(actor, actor.Path.ToString());
        ExpectMsgFrom(actor, actor.Path.ToString());
    }

    [Fact]
    public void A_failure_behind_the_await_is_the_actors()
    {
        var gate = new TaskCompletionSource();
        var actor = ActorOf(Props.Create(() => new Awaits(TestActor, gate.Task)));
        actor.Tell("first");
        ExpectMsg("first begins");

        EventFilter.Exception<FormatException>().ExpectOne(() => gate.SetException(new FormatException("bad")));
    }

    private sealed class Awaits : ReceiveActor
    {
        public Awaits(IActorRef listener, Task gate) => ReceiveAsync<string>(async text =>
        {
            listener.Tell($"{text} begins");
            await gate;
            listener.Tell($"{text} ends");
        });
    }

    private sealed class Replies : ReceiveActor
    {
        public Replies() => ReceiveAsync<string>(async _ =>
        {
            await Task.Yield();
            await Task.Run(() => { });
            Sender.Tell(Context.Self.Path.ToString());
        });
    }
}
