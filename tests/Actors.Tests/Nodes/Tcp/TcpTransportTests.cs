using Coterie.Actors.Nodes;

namespace Coterie.Tests.Nodes.Tcp;

/// <summary>The transport of nodes, with real sockets.</summary>
public sealed class TcpTransportTests : TcpTest
{
    [Fact]
    public async Task A_connection_that_sends_nothing_or_half_a_frame_is_closed_in_time()
    {
        var node = Start("coterie.node.handshake-timeout = 100ms");
        var (silent, half) = (await ConnectAsync(node), await ConnectAsync(node));
        await half.SendAsync(new byte[] { 40, 0, 0, 0, 1 });
        Assert.Equal(0, await HearAsync(silent));
        Assert.Equal(0, await HearAsync(half));
    }

    [Fact]
    public async Task More_connections_than_there_may_be_are_closed_at_once_and_a_free_place_is_taken_again()
    {
        var node = Start("coterie.node { most-connections = 2, handshake-timeout = 1h }");
        var (first, second) = (await ConnectAsync(node), await ConnectAsync(node));
        Assert.Equal(0, await HearAsync(await ConnectAsync(node)));
        first.Dispose();
        await AsksAsync(Start(""), node);
        second.Dispose();
    }

    [Theory]
    [InlineData(new byte[] { 255, 255, 255, 255 })]
    [InlineData(new byte[] { 1, 244, 1, 0 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 1, 2, 3 })]
    public async Task A_frame_that_is_too_long_or_not_a_handshake_ends_the_connection(byte[] bytes)
    {
        var socket = await ConnectAsync(Start("coterie.node.handshake-timeout = 1h"));
        await socket.SendAsync(bytes);
        await HearAsync(socket);
    }

    [Fact]
    public async Task A_frame_that_is_too_long_is_logged_with_the_rule_it_breaks()
    {
        var node = Start("akka.loglevel = WARNING, akka.loggers = []");
        var logged = WarningOf(node);
        await (await ConnectAsync(node)).SendAsync(new byte[] { 1, 244, 1, 0 });
        Assert.EndsWith(
            " is closed: the length of a frame must be from 0 to 128000 bytes, was [128001].",
            await logged,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_all_sizes_go_both_ways_and_in_order()
    {
        var (a, b) = (Start(""), Start(""));
        await AsksAsync(a, b);
    }

    [Fact]
    public async Task It_talks_to_the_transport_of_Akka_in_both_directions()
    {
        await AsksAsync(Start(""), Start(Stock));
        await AsksAsync(Start(Stock), Start(""));
    }

    [Fact]
    public void Two_nodes_cannot_have_one_port()
    {
        var port = Node.AddressOf(Start("")).Port!.Value;
        Assert.Throws<NodeException>(() => Start("", port));
    }

    /// <summary>
    /// Akka.Remote reads the connection that the other node has opened, and drops what arrives on its own. If the other node
    /// then closes the first one and goes on with the second one, nothing that it says would be heard.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_connection_to_a_node_ends_with_the_last_one_that_the_node_has_opened(int opened)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var peer = new FakeNode(uid: 7);
        var node = Start("akka.remote.transport-failure-detector.acceptable-heartbeat-pause = 1h");
        Identify(node, peer.Address);
        using var unread = await peer.AcceptAsync(limit.Token);
        for (var i = 0; i < opened; i++)
            (await peer.ConnectAsync(Node.AddressOf(node).Port!.Value, limit.Token)).Dispose();
        await HearAsync(unread);
    }

    [Fact]
    public async Task A_connection_to_a_node_stays_when_one_of_another_node_ends()
    {
        const int Heartbeats = 10;
        using var limit = new CancellationTokenSource(Patience);
        using var peer = new FakeNode(uid: 7);
        using var another = new FakeNode(uid: 7);
        var node = Start("akka.remote.transport-failure-detector.heartbeat-interval = 50ms");
        Identify(node, peer.Address);
        using var open = await peer.AcceptAsync(limit.Token);
        (await another.ConnectAsync(Node.AddressOf(node).Port!.Value, limit.Token)).Dispose();
        for (var heard = 0; heard < Heartbeats; heard++)
            Assert.NotEqual(0, await open.ReceiveAsync(new byte[1000], limit.Token));
    }
}
