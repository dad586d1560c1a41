using Akka.Actor;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Associations;

/// <summary>The life of an association, with a peer whose every frame is played by the test.</summary>
public sealed class AssociationTests : RemoteTest
{
    private static readonly Address Stranger = new("akka.tcp", "stranger", "127.0.0.9", 4099);

    [Fact]
    public async Task An_answer_goes_through_the_connection_that_the_question_came_through()
    {
        var system = StartSystem();
        using var peer = await Introduced(system, 7);

        await peer.Send(Identify(system));

        var answer = await peer.ReceiveMessage();
        Assert.Contains("/user/asker", Text(answer));
    }

    [Fact]
    public async Task Both_sides_may_connect_at_once()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        a.ActorOf<EchoActor>("echo");
        b.ActorOf<EchoActor>("echo");

        var (ofB, ofA) = (Resolve(a, b, "/user/echo"), Resolve(b, a, "/user/echo"));

        Assert.Equal(1, await (await ofA).Ask<int>(1, Patience));
        Assert.Equal(2, await (await ofB).Ask<int>(2, Patience));
    }

    [Fact]
    public async Task A_message_to_where_nobody_listens_is_a_dead_letter_and_so_are_those_while_the_gate_is_closed()
    {
        var system = StartSystem(config: "akka.remote.retry-gate-closed-for = 1h");
        var letters = new Listener(system);
        system.EventStream.Subscribe<DeadLetter>(letters.Ref);
        var (listener, address) = ScriptedPeer.Listen();
        listener.Dispose();
        var nobody = system.ActorSelection($"{address}/user/nobody");

        nobody.Tell("first", ActorRefs.NoSender);
        Assert.Equal("first", ((ActorSelectionMessage)(await letters.Next<DeadLetter>()).Message).Message);
        nobody.Tell("second", ActorRefs.NoSender);
        Assert.Equal("second", ((ActorSelectionMessage)(await letters.Next<DeadLetter>()).Message).Message);
    }

    [Fact]
    public async Task After_the_gate_has_opened_a_peer_that_is_back_is_reached()
    {
        var a = StartSystem("a");
        var errors = new Listener(a);
        a.EventStream.Subscribe<AssociationErrorEvent>(errors.Ref);
        var (listener, address) = ScriptedPeer.Listen("b");
        listener.Dispose();
        a.ActorSelection($"{address}/user/echo").Tell("lost", ActorRefs.NoSender);
        await errors.Next<AssociationErrorEvent>();
        var b = StartSystem("b", port: address.Port!.Value);
        b.ActorOf<EchoActor>("echo");

        var echo = await ResolveOnceReached(a, $"{address}/user/echo");

        Assert.Equal("hello", await echo.Ask<string>("hello", Patience));
    }

    [Fact]
    public async Task A_peer_that_connects_opens_the_gate()
    {
        var system = StartSystem(config: "akka.remote.retry-gate-closed-for = 1h");
        var errors = new Listener(system);
        system.EventStream.Subscribe<AssociationErrorEvent>(errors.Ref);
        var (listener, address) = ScriptedPeer.Listen();
        listener.Dispose();
        system.ActorSelection($"{address}/user/x").Tell("lost", ActorRefs.NoSender);
        await errors.Next<AssociationErrorEvent>();

        using var peer = await ScriptedPeer.Connect(AddressOf(system));
        await peer.Introduce(address, 7);
        system.ActorSelection($"{address}/user/x").Tell("found", ActorRefs.NoSender);

        Assert.Contains("found", Text(await peer.ReceiveMessage()));
    }

    [Fact]
    public async Task A_peer_that_connects_anew_has_lost_the_connection_before()
    {
        var system = StartSystem();
        using var before = await Introduced(system, 7);

        using var anew = await Introduced(system, 7);
        await before.ExpectClose();
        system.ActorSelection($"{Stranger}/user/x").Tell("hello", ActorRefs.NoSender);

        Assert.Contains("hello", Text(await anew.ReceiveMessage()));
    }

    [Theory]
    [InlineData("ffffffff")]
    [InlineData("0400000012020801")]   // a second handshake, that says nothing
    [InlineData("050000000a030a01ff")] // an acknowledgement that is none
    public async Task A_breach_of_the_protocol_ends_the_association(string hex)
    {
        var system = StartSystem();
        using var peer = await Introduced(system, 7);

        await peer.Send(Convert.FromHexString(hex));

        await peer.ExpectClose();
    }

    [Fact]
    public async Task Associations_and_their_ends_are_published()
    {
        var system = StartSystem();
        var events = new Listener(system);
        system.EventStream.Subscribe<AssociationEvent>(events.Ref);
        var peer = await Introduced(system, 7);

        var begin = await events.Next<AssociatedEvent>();
        peer.Dispose();
        var end = await events.Next<DisassociatedEvent>();

        Assert.Equal((AddressOf(system), Stranger, true), (begin.LocalAddress, begin.RemoteAddress, begin.IsInbound));
        Assert.Equal(Stranger, end.RemoteAddress);
    }

    [Fact]
    public async Task Each_side_says_now_and_then_that_it_is_there()
    {
        var system = StartSystem(config: "akka.remote.transport-failure-detector.heartbeat-interval = 50ms");
        using var peer = await Introduced(system, 7);

        Assert.Equal(ControlCommand.Heartbeat, await peer.ReceiveCommand());
        Assert.Equal(ControlCommand.Heartbeat, await peer.ReceiveCommand());
    }

    [Fact]
    public async Task A_peer_that_has_been_silent_for_too_long_loses_the_connection()
    {
        var system = StartSystem(config: "akka.remote.transport-failure-detector { heartbeat-interval = 50ms, acceptable-heartbeat-pause = 50ms }");
        using var peer = await Introduced(system, 7);

        await peer.ExpectClose();
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_dropped_alone()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        var listener = new Listener(b);
        var target = await Resolve(a, b, $"/user/{listener.Ref.Path.Name}");

        target.Tell(new string('x', 200_000));
        target.Tell("small");

        await listener.Expect("small");
    }

    [Fact]
    public async Task A_message_without_a_serializer_is_dropped_alone()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        var listener = new Listener(b);
        var target = await Resolve(a, b, $"/user/{listener.Ref.Path.Name}");

        target.Tell(new object());
        target.Tell("bound");

        await listener.Expect("bound");
    }

    [Fact]
    public async Task When_too_many_messages_wait_the_others_are_dead_letters()
    {
        const int Room = 200_000;
        var system = StartSystem();
        var letters = new Listener(system);
        system.EventStream.Subscribe<DeadLetter>(letters.Ref);
        var (listener, address) = ScriptedPeer.Listen(); // it takes the connection, and says nothing
        var target = ((ExtendedActorSystem)system).Provider.ResolveActorRef($"{address}/user/x");

        for (var i = 0; i < Room + 3; i++) target.Tell(i, ActorRefs.NoSender);

        for (var i = 0; i < 3; i++) Assert.Equal(Room + i, (await letters.Next<DeadLetter>()).Message);
        RemotingOf(system).Kill();
        listener.Dispose();
    }

    private static byte[] Identify(ActorSystem system) => Frames.Message(
        system, $"{AddressOf(system)}/user", $"{Stranger}/user/asker", new Identify(1));

    private static async Task<ScriptedPeer> Introduced(ActorSystem system, int uid)
    {
        var peer = await ScriptedPeer.Connect(AddressOf(system));
        await peer.Introduce(Stranger, uid);
        return peer;
    }

    private static string Text(byte[]? body) => System.Text.Encoding.UTF8.GetString(body!);
}
