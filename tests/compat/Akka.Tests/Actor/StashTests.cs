using Akka.Actor;
using Akka.Event;

namespace Akka.Tests.Actor;

public class StashTests : EngineTest
{
    [Fact]
    public async Task Stashed_messages_come_back_in_order_before_those_that_wait()
    {
        var log = NewListener();
        var gate = Sys.ActorOf(Props.Create(() => new Gate(log.Ref)));
        foreach (var message in (object[])[1, 2, 3, "open", 4]) gate.Tell(message);
        await log.ExpectAll(1, 2, 3, 4);
    }

    [Fact]
    public async Task Unstash_brings_one_message_back()
    {
        var log = NewListener();
        var gate = Sys.ActorOf(Props.Create(() => new Gate(log.Ref)));
        foreach (var message in (object[])[1, 2, "one", 3, "open"]) gate.Tell(message);
        await log.ExpectAll(1, 2, 3);
    }

    [Fact]
    public async Task Stashed_messages_keep_their_senders()
    {
        var first = NewListener();
        var second = NewListener();
        var gate = Sys.ActorOf(Props.Create(() => new Gate(null)));
        first.Send(gate, "for first");
        second.Send(gate, "for second");
        gate.Tell("open");
        await first.Expect("for first");
        await second.Expect("for second");
    }

    [Fact]
    public async Task The_same_message_twice_is_refused_and_the_same_object_in_two_messages_is_not()
    {
        var log = NewListener();
        var actor = Sys.ActorOf(Props.Create(() => new TwiceStasher()));
        log.Send(actor, "once");
        log.Send(actor, "once");
        log.Send(actor, "twice");
        await log.Expect(typeof(IllegalActorStateException));
        log.Send(actor, "count");
        await log.Expect(3);
    }

    [Fact]
    public async Task A_restart_brings_the_stash_back_to_the_new_instance()
    {
        var log = NewListener();
        var gate = Sys.ActorOf(Props.Create(() => new Gate(log.Ref)));
        foreach (var message in (object[])[1, 2, "fail", "open"]) gate.Tell(message);
        await log.ExpectAll(1, 2);
    }

    [Fact]
    public async Task What_is_stashed_at_the_stop_goes_to_the_dead_letters()
    {
        var dead = NewListener();
        Sys.EventStream.Subscribe(dead.Ref, typeof(DeadLetter));
        var gate = Sys.ActorOf(Props.Create(() => new Gate(null)));
        foreach (var message in (object[])[1, 2]) gate.Tell(message);
        gate.Tell(PoisonPill.Instance);
        Assert.Equal(1, (await dead.Next<DeadLetter>()).Message);
        Assert.Equal(2, (await dead.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task A_predicate_chooses_what_comes_back()
    {
        var log = NewListener();
        var gate = Sys.ActorOf(Props.Create(() => new Gate(log.Ref)));
        foreach (var message in (object[])[1, 2, 3, 4, "even"]) gate.Tell(message);
        await log.ExpectAll(2, 4);
    }

    [Fact]
    public async Task A_second_stash_is_apart_from_the_first()
    {
        var log = NewListener();
        var actor = Sys.ActorOf(Props.Create(() => new TwoStashes(log.Ref)));
        foreach (var message in (object[])["a1", "b1", "a2", "b2", "open b", "open a"]) actor.Tell(message);
        await log.ExpectAll("b1", "b2", "a1", "a2");
    }

    [Fact]
    public async Task A_hundred_thousand_messages_come_back_in_order()
    {
        const int Count = 100_000;
        var done = new TaskCompletionSource<bool>();
        var gate = Sys.ActorOf(Props.Create(() => new Ordered(Count, done)));
        for (var i = 0; i < Count; i++) gate.Tell(i);
        gate.Tell("open");
        Assert.True(await done.Task.WaitAsync(Patience));
    }

    private sealed class Gate : ReceiveActor, IWithUnboundedStash
    {
        private readonly IActorRef? _log;

        public Gate(IActorRef? log)
        {
            _log = log;
            Receive<string>(message => message == "open", _ =>
            {
                Become(Open);
                Stash.UnstashAll();
            });
            Receive<string>(message => message == "even", _ =>
            {
                Become(Open);
                Stash.UnstashAll(envelope => envelope.Message is int number && number % 2 == 0);
            });
            Receive<string>(message => message == "one", _ =>
            {
                Become(() =>
                {
                    ReceiveAny(message =>
                    {
                        _log!.Tell(message);
                        Become(Closed);
                    });
                });
                Stash.Unstash();
            });
            Receive<string>(message => message == "fail", _ => throw new InvalidOperationException());
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;

        private void Open() => ReceiveAny(message => (_log ?? Sender).Tell(message));

        private void Closed()
        {
            Receive<string>(message => message == "open", _ =>
            {
                Become(Open);
                Stash.UnstashAll();
            });
            ReceiveAny(_ => Stash.Stash());
        }
    }

    private sealed class TwiceStasher : UntypedActor, IWithUnboundedStash
    {
        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is "count")
            {
                Sender.Tell(Stash.Count);
                return;
            }
            Stash.Stash();
            if (message is not "twice") return;
            try
            {
                Stash.Stash();
            }
            catch (Exception refusal)
            {
                Sender.Tell(refusal.GetType());
            }
        }
    }

    private sealed class TwoStashes : UntypedActor, IWithUnboundedStash
    {
        private readonly IActorRef _log;
        private readonly IStash _second;
        private bool _openA;
        private bool _openB;

        public TwoStashes(IActorRef log)
        {
            _log = log;
            _second = Context.CreateStash(this);
        }

        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "open a":
                    _openA = true;
                    Stash.UnstashAll();
                    break;
                case "open b":
                    _openB = true;
                    _second.UnstashAll();
                    break;
                case string text when text[0] == 'a' && !_openA:
                    Stash.Stash();
                    break;
                case string text when text[0] == 'b' && !_openB:
                    _second.Stash();
                    break;
                default:
                    _log.Tell(message);
                    break;
            }
        }
    }

    private sealed class Ordered(int count, TaskCompletionSource<bool> done) : UntypedActor, IWithUnboundedStash
    {
        private readonly int _count = count;
        private bool _open;
        private int _next;

        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is "open")
            {
                _open = true;
                Stash.UnstashAll();
            }
            else if (!_open) Stash.Stash();
            else if ((int)message != _next++) done.TrySetResult(false);
            else if (_next == _count) done.TrySetResult(true);
        }
    }
}
