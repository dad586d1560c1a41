using Akka.Actor;
using Akka.Event;

namespace Akka.Tests.Event;

public class EventStreamTests : EngineTest
{
    [Fact]
    public async Task Subscribers_of_a_class_get_derived_events_and_those_of_an_interface_its_implementers()
    {
        var animals = NewListener();
        var loud = NewListener();
        Sys.EventStream.Subscribe(animals.Ref, typeof(Animal));
        Sys.EventStream.Subscribe(loud.Ref, typeof(ILoud));
        Sys.EventStream.Publish(new Cat());
        Sys.EventStream.Publish(new Lion());
        await animals.Next<Cat>();
        await animals.Next<Lion>();
        await loud.Next<Lion>();
    }

    [Fact]
    public async Task A_subscriber_of_two_kinds_gets_an_event_once()
    {
        var listener = NewListener();
        Assert.True(Sys.EventStream.Subscribe<Animal>(listener.Ref));
        Assert.True(Sys.EventStream.Subscribe<Lion>(listener.Ref));
        Assert.False(Sys.EventStream.Subscribe<Lion>(listener.Ref));
        Sys.EventStream.Publish(new Lion());
        Sys.EventStream.Publish(new Cat());
        await listener.Next<Lion>();
        await listener.Next<Cat>();
    }

    [Fact]
    public async Task Unsubscribed_is_unsubscribed()
    {
        var listener = NewListener();
        Sys.EventStream.Subscribe(listener.Ref, typeof(Animal));
        Sys.EventStream.Subscribe(listener.Ref, typeof(string));
        Assert.True(Sys.EventStream.Unsubscribe(listener.Ref, typeof(Animal)));
        Assert.False(Sys.EventStream.Unsubscribe(listener.Ref, typeof(Animal)));
        Sys.EventStream.Publish(new Cat());
        Sys.EventStream.Publish("fence");
        await listener.Expect("fence");
    }

    [Fact]
    public async Task A_message_to_a_stopped_actor_is_published_as_a_dead_letter()
    {
        var dead = NewListener();
        Sys.EventStream.Subscribe(dead.Ref, typeof(DeadLetter));
        var actor = Sys.ActorOf(Props.Empty);
        await actor.GracefulStop(Patience);
        dead.Send(actor, "too late");
        var letter = await dead.Next<DeadLetter>();
        Assert.Equal(("too late", dead.Ref, actor), ((string)letter.Message, letter.Sender, letter.Recipient));
    }

    [Fact]
    public async Task A_message_that_need_not_be_reported_is_published_apart()
    {
        var all = NewListener();
        var actor = Sys.ActorOf(Props.Empty);
        await actor.GracefulStop(Patience);
        Sys.EventStream.Subscribe(all.Ref, typeof(AllDeadLetters));
        actor.Tell(new Unimportant());
        Assert.IsType<Unimportant>((await all.Next<SuppressedDeadLetter>()).Message);
    }

    private abstract class Animal;

    private interface ILoud;

    private sealed class Cat : Animal;

    private sealed class Lion : Animal, ILoud;

    private sealed class Unimportant : IDeadLetterSuppression;
}
