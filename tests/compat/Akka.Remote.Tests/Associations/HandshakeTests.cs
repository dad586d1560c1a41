using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests.Associations;

/// <summary>The first frames of a connection, and those who do not send them.</summary>
public sealed class HandshakeTests : RemoteTest
{
    private static readonly Address Stranger = new("akka.tcp", "stranger", "127.0.0.9", 4099);

    [Fact]
    public async Task Who_connects_and_says_who_he_is_is_told_who_is_there()
    {
        var system = StartSystem();
        using var peer = await ScriptedPeer.Connect(AddressOf(system));

        Assert.Equal(AddressUidExtension.Uid(system), await peer.Introduce(Stranger, 7));
    }

    [Fact]
    public async Task Who_is_connected_to_hears_at_once_who_it_is()
    {
        var system = StartSystem();
        var (listener, address) = ScriptedPeer.Listen();
        system.ActorSelection($"{address}/user/x").Tell("hello", ActorRefs.NoSender);
        using var peer = await ScriptedPeer.Accept(listener);

        Assert.Equal(AddressUidExtension.Uid(system), await peer.Answer(address, 7));

        Assert.Equal(ControlCommand.None, await peer.ReceiveCommand()); // the message that waited
        listener.Dispose();
    }

    [Fact]
    public async Task A_connection_that_stays_silent_is_closed()
    {
        var system = StartSystem(config: "akka.remote.handshake-timeout = 100ms");
        using var peer = await ScriptedPeer.Connect(AddressOf(system));

        await peer.ExpectClose();
    }

    [Theory]
    [InlineData("474554202f20485454502f312e310d0a0d0a")] // GET / HTTP/1.1: its first 4 bytes are no length that is allowed
    [InlineData("ffffffff")]
    [InlineData("0400000012020803")] // a heartbeat before the handshake
    [InlineData("00000000")]
    [InlineData("03000000ffffff")]
    public async Task A_connection_that_begins_with_rubbish_is_closed_and_no_other(string hex)
    {
        var system = StartSystem();
        using var other = await ScriptedPeer.Connect(AddressOf(system));
        await other.Introduce(Stranger, 7);
        using var peer = await ScriptedPeer.Connect(AddressOf(system));

        await peer.Send(Convert.FromHexString(hex));

        await peer.ExpectClose();
        using var third = await ScriptedPeer.Connect(AddressOf(system));
        await third.Introduce(Stranger.WithPort(4100), 8);
        await other.SendControl(ControlCommand.DisassociateShuttingDown);
        await other.ExpectClose();
    }

    [Fact]
    public async Task Strangers_who_open_connections_and_say_nothing_keep_nobody_out()
    {
        var system = StartSystem(config: "akka.remote.handshake-timeout = 1h");
        var silent = new List<ScriptedPeer>();
        for (var i = 0; i < 300; i++) silent.Add(await ScriptedPeer.Connect(AddressOf(system)));

        using var peer = await ScriptedPeer.Connect(AddressOf(system));

        await peer.Introduce(Stranger, 7);
        await silent[0].ExpectClose(); // the oldest had to make room
        silent.ForEach(each => each.Dispose());
    }

    [Fact]
    public async Task A_handshake_may_come_byte_by_byte()
    {
        var system = StartSystem();
        using var peer = await ScriptedPeer.Connect(AddressOf(system));
        var frame = ScriptedPeer.Written(output => FrameWriter.WriteAssociate(output, Stranger, 7));

        foreach (var each in frame) await peer.Send([each]);

        Assert.Equal(ControlCommand.Associate, await peer.ReceiveCommand());
    }

    [Theory]
    [InlineData("akka.tcp", "stranger", "host/temp")]
    [InlineData("akka.tcp", "stran@ger", "host")]
    [InlineData("akka.udp", "stranger", "host")]
    public async Task An_address_that_is_none_is_refused(string protocol, string name, string host)
    {
        var system = StartSystem();
        using var peer = await ScriptedPeer.Connect(AddressOf(system));

        await peer.SendAssociate(new Address(protocol, name, host, 4099), 7);

        await peer.ExpectClose();
    }
}
