using Akka.Actor;

namespace Akka.Remote.Tests.Messages;

/// <summary>Refs of actors in other systems, and of this one's as others name them.</summary>
public sealed class RefTests : RemoteTest
{
    [Fact]
    public void A_path_with_the_own_address_is_the_actor_itself()
    {
        var system = StartSystem();
        var actor = system.ActorOf<EchoActor>("echo");

        Assert.Same(actor, ProviderOf(system).ResolveActorRef($"{AddressOf(system)}/user/echo"));
        Assert.Same(actor, ProviderOf(system).ResolveActorRef(actor.Path.ToSerializationFormatWithAddress(AddressOf(system))));
    }

    [Fact]
    public void A_path_with_another_address_is_a_remote_ref()
    {
        var system = StartSystem();
        const string Path = "akka.tcp://other@10.1.2.3:4053/user/x/y#17";

        var actor = ProviderOf(system).ResolveActorRef(Path);

        Assert.IsType<RemoteActorRef>(actor);
        Assert.Equal(Path, actor.Path.ToSerializationFormat());
        Assert.False(((IActorRefScope)actor).IsLocal);
        Assert.Equal(actor, ProviderOf(system).ResolveActorRef(Path));
        Assert.Equal("akka.tcp://other@10.1.2.3:4053/user/x", ((IInternalActorRef)actor).Parent.Path.ToString());
    }

    [Theory]
    [InlineData("akka.udp://other@10.1.2.3:4053/user/x")]
    [InlineData("akka://other/user/x")]
    [InlineData("rubbish")]
    public void What_cannot_be_reached_is_dead_letters(string path)
    {
        var system = StartSystem();

        Assert.Equal(system.DeadLetters, ProviderOf(system).ResolveActorRef(path));
    }

    [Fact]
    public void An_external_address_is_the_one_that_others_know()
    {
        var system = StartSystem();

        Assert.Equal(AddressOf(system), ProviderOf(system).GetExternalAddressFor(new Address("akka.tcp", "other", "10.1.2.3", 4053)));
        Assert.Null(ProviderOf(system).GetExternalAddressFor(new Address("akka", "other")));
    }

    [Fact]
    public async Task The_sender_of_a_message_can_be_told_later_and_watched()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        var (here, there) = (new Listener(a), new Listener(b));
        here.Send(await Resolve(a, b, $"/user/{there.Ref.Path.Name}"), "hello");
        await there.Expect("hello");
        var sender = there.Sender!;

        sender.Tell("later", there.Ref);
        await here.Expect("later");
        there.Watch(sender);
        a.Stop(here.Ref);

        Assert.Equal(sender, (await there.Next<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task A_message_can_be_forwarded_to_a_third_system_whose_answer_reaches_the_first()
    {
        var (a, b, c) = (StartSystem("a"), StartSystem("b"), StartSystem("c"));
        c.ActorOf<EchoActor>("echo");
        var echo = await Resolve(b, c, "/user/echo");
        b.ActorOf(Props.Create(() => new Forwarder(echo)), "forwarder");

        var forwarder = await Resolve(a, b, "/user/forwarder");

        Assert.Equal("round", await forwarder.Ask<string>("round", Patience));
    }

    [Fact]
    public async Task Systems_of_one_name_in_one_process_do_not_mistake_their_actors()
    {
        var (a, b, c) = (StartSystem("same"), StartSystem("same"), StartSystem("same"));
        var listener = new Listener(a);
        c.ActorOf<EchoActor>("echo");
        var seenFromB = await Resolve(b, c, "/user/echo");

        seenFromB.Tell("hello", listener.Ref); // an actor of a, through the connection of b

        await listener.Expect("hello");
    }

    [Fact]
    public async Task A_selection_with_a_pattern_reaches_all_that_fit()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        var listener = new Listener(b);
        foreach (var name in new[] { "node-1", "node-2", "other" }) b.ActorOf(Props.Create(() => new NameTeller(listener.Ref)), name);

        a.ActorSelection($"{AddressOf(b)}/user/node-*").Tell("who", ActorRefs.NoSender);

        Assert.Equal(["node-1", "node-2"], new[] { await listener.Next<string>(), await listener.Next<string>() }.Order());
    }

    [Fact]
    public async Task An_actor_that_waits_for_a_remote_answer_inside_its_handler_gets_it()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        b.ActorOf<EchoActor>("echo");
        var echo = await Resolve(a, b, "/user/echo");
        var blocking = a.ActorOf(Props.Create(() => new BlockingAsker(echo)), "blocking");
        var seenFromB = await Resolve(b, a, "/user/blocking");

        Assert.Equal("asked", await seenFromB.Ask<string>("asked", Patience));
        Assert.Equal("again", await blocking.Ask<string>("again", Patience));
    }

    [Fact]
    public async Task Messages_of_many_senders_to_many_receivers_come_in_order_for_each_pair()
    {
        const int Pairs = 8, Messages = 2000;
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        var echoes = Enumerable.Range(0, Pairs).Select(_ => b.ActorOf<EchoActor>().Path.Name).ToArray();
        var listeners = echoes.Select(_ => new Listener(a)).ToArray();
        var targets = await Task.WhenAll(echoes.Select(name => Resolve(a, b, $"/user/{name}")));

        await Task.WhenAll(targets.Zip(listeners).Select(pair => Task.Run(() =>
        {
            for (var i = 0; i < Messages; i++) pair.Second.Send(pair.First, i);
        })));

        foreach (var listener in listeners)
        {
            for (var i = 0; i < Messages; i++) Assert.Equal(i, await listener.Next<int>());
        }
    }

    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public async Task Answers_arrive_with_and_without_passive_connections(string passive)
    {
        var config = $"akka.remote.use-passive-connections = {passive}";
        var (a, b) = (StartSystem("a", config: config), StartSystem("b", config: config));
        b.ActorOf<EchoActor>("echo");

        var echo = await Resolve(a, b, "/user/echo");

        Assert.Equal("hello", await echo.Ask<string>("hello", Patience));
    }

    private static IActorRefProvider ProviderOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider;

    private sealed class Forwarder(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message) => to.Forward(message);
    }

    private sealed class NameTeller(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message) => to.Tell(Self.Path.Name, Self);
    }

    private sealed class BlockingAsker(IActorRef echo) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(echo.Ask<string>(message, Patience).Result);
    }
}
