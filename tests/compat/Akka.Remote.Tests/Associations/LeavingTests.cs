using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Associations;

/// <summary>A system that ends in good order, and one that does not.</summary>
public sealed class LeavingTests : RemoteTest
{
    private static readonly Address Peer = new("akka.tcp", "peer", "127.0.0.9", 4099);

    [Fact]
    public async Task A_system_that_ends_says_so_after_its_last_message()
    {
        var system = StartSystem();
        using var peer = await ScriptedPeer.Connect(AddressOf(system));
        await peer.Introduce(Peer, 7);

        system.ActorSelection($"{Peer}/user/x").Tell("last", ActorRefs.NoSender);
        var ended = system.Terminate();

        Assert.Equal(ControlCommand.None, await peer.ReceiveCommand());
        Assert.Equal(ControlCommand.DisassociateShuttingDown, await peer.ReceiveCommand());
        Assert.Null(await peer.Receive());
        peer.Dispose();
        await ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task All_that_was_told_before_the_end_arrives()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        var listener = new Listener(b);
        var target = await Resolve(a, b, $"/user/{listener.Ref.Path.Name}");

        for (var i = 0; i < 20_000; i++) target.Tell(i, ActorRefs.NoSender);
        await a.Terminate().WaitAsync(Patience);

        for (var i = 0; i < 20_000; i++) Assert.Equal(i, await listener.Next<int>());
    }

    [Fact]
    public async Task What_an_actor_tells_when_it_stops_arrives_too()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        var listener = new Listener(b);
        var target = await Resolve(a, b, $"/user/{listener.Ref.Path.Name}");
        var teller = a.ActorOf(Props.Create(() => new LastWords(target)));
        await teller.Ask<ActorIdentity>(new Identify(0), Patience);

        await a.Terminate().WaitAsync(Patience);

        await listener.Expect("good bye");
    }

    [Fact]
    public async Task A_peer_that_does_not_close_its_side_delays_the_end_by_the_flush_wait_only()
    {
        var system = StartSystem(config: "akka.remote.flush-wait-on-shutdown = 100ms");
        using var peer = await ScriptedPeer.Connect(AddressOf(system));
        await peer.Introduce(Peer, 7);

        await system.Terminate().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_system_that_is_gone_and_comes_back_at_its_address_is_reached_again()
    {
        var a = StartSystem("a");
        var first = StartSystem("b");
        var address = AddressOf(first);
        first.ActorOf<EchoActor>("echo");
        await Resolve(a, first, "/user/echo");

        RemotingOf(first).Kill();
        var second = StartSystem("b", port: address.Port!.Value);
        second.ActorOf<EchoActor>("echo");

        var echo = await ResolveOnceReached(a, $"{address}/user/echo");
        Assert.Equal(1, await echo.Ask<int>(1, Patience));
    }

    [Fact]
    public async Task A_cut_connection_is_made_anew()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        b.ActorOf<EchoActor>("echo");
        await Resolve(a, b, "/user/echo");

        RemotingOf(a).Cut(AddressOf(b));

        await ResolveOnceReached(a, $"{AddressOf(b)}/user/echo");
    }

    private sealed class LastWords(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => to.Tell("good bye", ActorRefs.NoSender);
    }
}
