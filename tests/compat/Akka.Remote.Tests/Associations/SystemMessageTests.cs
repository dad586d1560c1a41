using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Associations;

/// <summary>Death watch on the wire: numbers, acknowledgements, repetition.</summary>
public sealed class SystemMessageTests : RemoteTest
{
    private static readonly Address Peer = new("akka.tcp", "peer", "127.0.0.9", 4099);

    [Fact]
    public async Task What_is_not_acknowledged_is_sent_again()
    {
        var system = StartSystem(config: "akka.remote.resend-interval = 50ms");
        using var peer = await Introduced(system);

        Watch(system);

        Assert.Equal(0ul, SeqOf(await NextNumbered(peer)));
        Assert.Equal(0ul, SeqOf(await NextNumbered(peer)));
    }

    [Fact]
    public async Task What_waits_is_sent_through_the_next_connection()
    {
        var system = StartSystem(config: "akka.remote { resend-interval = 1h, retry-gate-closed-for = 1h }");
        using (var peer = await Introduced(system))
        {
            Watch(system);
            await NextNumbered(peer);
        }

        using var again = await Introduced(system);

        Assert.Equal(0ul, SeqOf(await NextNumbered(again)));
    }

    [Fact]
    public async Task What_was_acknowledged_is_not_sent_through_the_next_connection()
    {
        var system = StartSystem(config: "akka.remote { resend-interval = 1h, retry-gate-closed-for = 1h }");
        var watcher = new Listener(system);
        using (var peer = await Introduced(system))
        {
            Watch(system, watcher);
            await NextNumbered(peer);
            await peer.SendAck(0);
            await peer.Send(Frames.Message(system, Path(system, watcher), "", "read"));
            await watcher.Expect("read"); // and so the acknowledgement before it
        }

        using var again = await Introduced(system);
        await watcher.Unwatch(Watched(system));

        Assert.Equal(1ul, SeqOf(await NextNumbered(again))); // the Unwatch
    }

    [Fact]
    public async Task A_system_message_is_acknowledged_alone_when_nothing_else_is_to_be_sent()
    {
        var system = StartSystem();
        var watched = new Listener(system);
        using var peer = await Introduced(system);

        await peer.Send(WatchFrame(system, watched, 0));

        Assert.Equal(0ul, AckOf(await peer.ReceiveMessage()));
    }

    [Fact]
    public async Task A_system_message_that_comes_twice_is_acknowledged_twice_and_delivered_once()
    {
        var system = StartSystem(config: "akka.remote.system-message-ack-piggyback-timeout = 10ms");
        var watched = new Listener(system);
        using var peer = await Introduced(system);

        await peer.Send(WatchFrame(system, watched, 0));
        Assert.Equal(0ul, AckOf(await peer.ReceiveMessage()));
        await peer.Send(WatchFrame(system, watched, 0));
        Assert.Equal(0ul, AckOf(await peer.ReceiveMessage()));
        system.Stop(watched.Ref);

        Assert.Equal(0ul, SeqOf(await NextNumbered(peer))); // one DeathWatchNotification
        Assert.Equal(ControlCommand.DisassociateShuttingDown, await AtTheEnd(system, peer));
    }

    [Fact]
    public async Task A_successor_of_the_peer_begins_to_count_anew()
    {
        var system = StartSystem();
        var watched = new Listener(system);
        using var before = await Introduced(system);
        await before.Send(WatchFrame(system, watched, 0));
        Assert.Equal(0ul, AckOf(await before.ReceiveMessage()));
        using var successor = await Introduced(system, uid: 8);

        await successor.Send(WatchFrame(system, watched, 0));
        Assert.Equal(0ul, AckOf(await successor.ReceiveMessage()));
        system.Stop(watched.Ref);

        Assert.Equal(0ul, SeqOf(await NextNumbered(successor)));
    }

    [Fact]
    public async Task What_a_peer_did_not_acknowledge_is_not_for_its_successor()
    {
        var system = StartSystem(config: "akka.remote.resend-interval = 1h");
        var watcher = new Listener(system);
        using var before = await Introduced(system);
        Watch(system, watcher);
        await NextNumbered(before);
        using var successor = await Introduced(system, uid: 8);

        await watcher.Unwatch(Watched(system));

        Assert.Contains("Unwatch", System.Text.Encoding.UTF8.GetString(await NextNumbered(successor)));
    }

    [Fact]
    public async Task A_system_message_that_is_missing_is_named_and_those_behind_it_wait()
    {
        var system = StartSystem(config: "akka.remote.system-message-ack-piggyback-timeout = 10ms");
        var watched = new Listener(system);
        using var peer = await Introduced(system);

        await peer.Send(WatchFrame(system, watched, 1));

        var content = AckAndEnvelope.Read(Frame.Read(await peer.ReceiveMessage()).Payload);
        Assert.Equal([0ul], content.Ack.Nacks());
    }

    [Fact]
    public async Task An_acknowledgement_of_what_was_never_sent_ends_the_association()
    {
        var system = StartSystem();
        using var peer = await Introduced(system);

        await peer.SendAck(3);

        await peer.ExpectClose();
    }

    [Fact]
    public async Task A_watch_of_an_actor_that_is_not_there_is_answered()
    {
        var (a, b) = (StartSystem("a"), StartSystem("b"));
        var watcher = new Listener(a);

        watcher.Watch(((ExtendedActorSystem)a).Provider.ResolveActorRef($"{AddressOf(b)}/user/nobody#1"));

        var ended = await watcher.Next<Terminated>();
        Assert.False(ended.ExistenceConfirmed);
    }

    private static async Task<ControlCommand?> AtTheEnd(ActorSystem system, ScriptedPeer peer)
    {
        _ = system.Terminate();
        ControlCommand? last = null;
        while (await peer.ReceiveCommand() is { } command)
        {
            Assert.NotEqual(ControlCommand.None, command); // no second notification
            last = command;
        }
        return last;
    }

    private static IActorRef Watched(ActorSystem system) => ((ExtendedActorSystem)system).Provider.ResolveActorRef($"{Peer}/user/watched#1");

    private static void Watch(ActorSystem system, Listener? watcher = null) => (watcher ?? new Listener(system)).Watch(Watched(system));

    private static string Path(ActorSystem system, Listener listener) => listener.Ref.Path.ToSerializationFormatWithAddress(AddressOf(system));

    private static byte[] WatchFrame(ActorSystem system, Listener watched, ulong seq)
    {
        var watcher = (IInternalActorRef)((ExtendedActorSystem)system).Provider.ResolveActorRef($"{Peer}/system/remote-watcher#5");
        return Akka.Serialization.Serialization.WithTransport(system, AddressOf(system), () =>
            Frames.Message(system, Path(system, watched), "", new Watch((IInternalActorRef)watched.Ref, watcher), seq));
    }

    private static async Task<ScriptedPeer> Introduced(ActorSystem system, int uid = 7)
    {
        var peer = await ScriptedPeer.Connect(AddressOf(system));
        await peer.Introduce(Peer, uid);
        return peer;
    }

    // Heartbeats of death watch come in between.
    private static async Task<byte[]> NextNumbered(ScriptedPeer peer) =>
        await peer.ReceiveUntil(body => SeqOf(body) != EnvelopeView.NoSeq)
            ?? throw new InvalidOperationException("The connection must carry a system message, ended.");

    private static ulong SeqOf(byte[] body)
    {
        var frame = Frame.Read(body);
        if (frame.Command != ControlCommand.None) return EnvelopeView.NoSeq;
        var content = AckAndEnvelope.Read(frame.Payload);
        return content.HasEnvelope ? content.Envelope.Seq : EnvelopeView.NoSeq;
    }

    private static ulong? AckOf(byte[]? body) => AckAndEnvelope.Read(Frame.Read(body).Payload) is { HasAck: true } content ? content.Ack.Cumulative : null;
}
