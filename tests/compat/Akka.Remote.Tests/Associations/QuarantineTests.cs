using Akka.Actor;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Associations;

/// <summary>One incarnation of a peer that this system will have nothing to do with any more.</summary>
public sealed class QuarantineTests : RemoteTest
{
    private static readonly Address Peer = new("akka.tcp", "peer", "127.0.0.9", 4099);

    [Fact]
    public async Task A_quarantined_peer_is_told_and_the_connection_ends()
    {
        var system = StartSystem();
        using var peer = await Introduced(system, 7);

        Quarantine(system, 7);

        Assert.Equal(ControlCommand.DisassociateQuarantined, await peer.ReceiveCommand());
        await peer.ExpectClose();
    }

    [Fact]
    public async Task A_quarantined_peer_is_refused_and_its_successor_is_welcome()
    {
        var system = StartSystem();
        using (await Introduced(system, 7)) Quarantine(system, 7);

        using var again = await ScriptedPeer.Connect(AddressOf(system));
        await again.SendAssociate(Peer, 7);
        Assert.Equal(ControlCommand.DisassociateQuarantined, await again.ReceiveCommand());

        using var successor = await Introduced(system, 8);
        system.ActorSelection($"{Peer}/user/x").Tell("hello", ActorRefs.NoSender);
        Assert.NotNull(await successor.ReceiveMessage());
    }

    [Fact]
    public async Task A_quarantined_peer_that_is_connected_to_is_recognised_by_its_uid()
    {
        var system = StartSystem();
        var (listener, address) = ScriptedPeer.Listen();
        ((IRemoteActorRefProvider)((ExtendedActorSystem)system).Provider).Quarantine(address, 7);
        system.ActorSelection($"{address}/user/x").Tell("hello", ActorRefs.NoSender);
        using var peer = await ScriptedPeer.Accept(listener);

        await peer.Answer(address, 7);

        Assert.Equal(ControlCommand.DisassociateQuarantined, await peer.ReceiveCommand());
        listener.Dispose();
    }

    [Fact]
    public async Task Quarantine_is_published_on_the_side_that_decides_it()
    {
        var system = StartSystem();
        var events = new Listener(system);
        system.EventStream.Subscribe<QuarantinedEvent>(events.Ref);
        using var peer = await Introduced(system, 7);

        Quarantine(system, null);

        var happened = await events.Next<QuarantinedEvent>();
        Assert.Equal((Peer, 7), (happened.Address, happened.Uid));
    }

    [Fact]
    public async Task Quarantine_is_published_on_the_side_that_suffers_it()
    {
        var system = StartSystem();
        var events = new Listener(system);
        system.EventStream.Subscribe<ThisActorSystemQuarantinedEvent>(events.Ref);
        using var peer = await Introduced(system, 7);

        await peer.SendControl(ControlCommand.DisassociateQuarantined);

        Assert.Equal(Peer, (await events.Next<ThisActorSystemQuarantinedEvent>()).RemoteAddress);
    }

    [Fact]
    public async Task A_connection_of_a_successor_ends_that_of_its_predecessor()
    {
        var system = StartSystem();
        using var before = await Introduced(system, 7);

        using var successor = await Introduced(system, 8);

        await before.ExpectClose();
    }

    [Fact]
    public async Task Too_many_system_messages_without_an_acknowledgement_are_the_end()
    {
        var system = StartSystem(config: "akka.remote { system-message-buffer-size = 2, resend-interval = 1h }");
        var events = new Listener(system);
        system.EventStream.Subscribe<QuarantinedEvent>(events.Ref);
        using var peer = await Introduced(system, 7);
        var watcher = new Listener(system);

        for (var i = 0; i < 3; i++) watcher.Watch(((ExtendedActorSystem)system).Provider.ResolveActorRef($"{Peer}/user/watched{i}#1"));

        await events.Next<QuarantinedEvent>();
    }

    [Fact]
    public async Task System_messages_for_a_quarantined_peer_do_not_make_this_system_connect()
    {
        var system = StartSystem(config: "akka.remote { retry-gate-closed-for = 10ms, watch-failure-detector.heartbeat-interval = 1h }");
        var (listener, address) = ScriptedPeer.Listen();
        var watcher = new Listener(system);
        var watched = ((ExtendedActorSystem)system).Provider.ResolveActorRef($"{address}/user/watched#1");
        watcher.Watch(watched);
        using var peer = await ScriptedPeer.Accept(listener);
        await peer.Answer(address, 7);
        await peer.ReceiveMessage();
        ((IRemoteActorRefProvider)((ExtendedActorSystem)system).Provider).Quarantine(address, 7);

        await watcher.Unwatch(watched);
        await system.Terminate().WaitAsync(Patience);

        Assert.False(listener.Poll(0, System.Net.Sockets.SelectMode.SelectRead)); // nobody has come since
        listener.Dispose();
    }

    private static void Quarantine(ActorSystem system, int? uid) =>
        ((IRemoteActorRefProvider)((ExtendedActorSystem)system).Provider).Quarantine(Peer, uid);

    private static async Task<ScriptedPeer> Introduced(ActorSystem system, int uid)
    {
        var peer = await ScriptedPeer.Connect(AddressOf(system));
        await peer.Introduce(Peer, uid);
        return peer;
    }
}
