using Akka.Actor;
using Akka.Event;

namespace Akka.Tests.Actor;

public class BehaviourTests : EngineTest
{
    [Fact]
    public async Task The_first_handler_that_takes_a_message_has_it()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Sorter()));
        Assert.Equal("small 1", await actor.Ask<string>(1, Patience));
        Assert.Equal("number 100", await actor.Ask<string>(100, Patience));
        Assert.Equal("returned true", await actor.Ask<string>("take", Patience));
        Assert.Equal("type List`1", await actor.Ask<string>(new List<int>(), Patience));
        Assert.Equal("any leave", await actor.Ask<string>("leave", Patience));
        Assert.Equal("any 1.5", await actor.Ask<string>(1.5, Patience));
    }

    [Fact]
    public async Task A_handler_of_a_base_type_takes_derived_messages()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Bases()));
        Assert.Equal("Exception", await actor.Ask<string>(new InvalidOperationException(), Patience));
        Assert.Equal("array", await actor.Ask<string>(new[] { "covariant" }, Patience));
    }

    [Fact]
    public async Task Become_replaces_and_BecomeStacked_can_be_taken_back()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Moody()));
        Assert.Equal("calm", await actor.Ask<string>("mood", Patience));
        actor.Tell("annoy");
        Assert.Equal("angry", await actor.Ask<string>("mood", Patience));
        actor.Tell("soothe");
        Assert.Equal("calm", await actor.Ask<string>("mood", Patience));
    }

    [Fact]
    public async Task What_no_handler_takes_is_published_as_unhandled()
    {
        var unhandled = NewListener();
        Sys.EventStream.Subscribe(unhandled.Ref, typeof(UnhandledMessage));
        var actor = Sys.ActorOf(Props.Create(() => new Moody()));
        unhandled.Send(actor, 42);
        var published = await unhandled.Next<UnhandledMessage>();
        Assert.Equal((42, unhandled.Ref, actor), ((int)published.Message, published.Sender, published.Recipient));
    }

    [Fact]
    public async Task A_handler_after_one_that_takes_all_is_refused()
    {
        var actor = Sys.ActorOf(Props.Create(() => new TooMany()));
        await Stopped(actor);
    }

    [Fact]
    public async Task A_handler_outside_of_constructor_and_Become_is_refused()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Latecomer()));
        Assert.Equal(typeof(InvalidOperationException), await actor.Ask<Type>("add", Patience));
    }

    [Fact]
    public async Task Forward_keeps_the_sender()
    {
        var asker = NewListener();
        var sorter = Sys.ActorOf(Props.Create(() => new Sorter()));
        var forwarder = Sys.ActorOf(Props.Create(() => new Forwarder(sorter)));
        asker.Send(forwarder, 1);
        await asker.Expect("small 1");
    }

    [Fact]
    public async Task Without_a_sender_Sender_is_the_dead_letters()
    {
        var actor = Sys.ActorOf(Props.Create(() => new SenderTeller(NewListenerRef())));
        actor.Tell("who", ActorRefs.NoSender);
        await _told!.Expect(Sys.DeadLetters);
    }

    private Listener? _told;

    private IActorRef NewListenerRef() => (_told = NewListener()).Ref;

    private sealed class SenderTeller(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message) => to.Tell(Sender);
    }

    private sealed class Forwarder(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message) => to.Forward(message);
    }

    private sealed class Sorter : ReceiveActor
    {
        public Sorter()
        {
            Receive<int>(number => number < 10, number => Sender.Tell($"small {number}"));
            Receive<int>(number => Sender.Tell($"number {number}"));
            Receive<string>(text =>
            {
                if (text != "take") return false;
                Sender.Tell("returned true");
                return true;
            });
            Receive(typeof(List<int>), message => Sender.Tell($"type {message.GetType().Name}"));
            ReceiveAny(message => Sender.Tell(FormattableString.Invariant($"any {message}")));
        }
    }

    private sealed class Bases : ReceiveActor
    {
        public Bases()
        {
            Receive<Exception>(_ => Sender.Tell("Exception"));
            Receive<object[]>(_ => Sender.Tell("array"));
        }
    }

    private sealed class Moody : ReceiveActor
    {
        public Moody() => Calm();

        private void Calm()
        {
            Receive<string>(message => message == "mood", _ => Sender.Tell("calm"));
            Receive<string>(message => message == "annoy", _ => BecomeStacked(Angry));
        }

        private void Angry()
        {
            Receive<string>(message => message == "mood", _ => Sender.Tell("angry"));
            Receive<string>(message => message == "soothe", _ => UnbecomeStacked());
        }
    }

    private sealed class TooMany : ReceiveActor
    {
        public TooMany()
        {
            ReceiveAny(_ => { });
            Receive<string>(_ => { });
        }
    }

    private sealed class Latecomer : ReceiveActor
    {
        public Latecomer() => Receive<string>(_ =>
        {
            try
            {
                Receive<int>(_ => { });
            }
            catch (Exception refusal)
            {
                Sender.Tell(refusal.GetType());
            }
        });
    }
}
