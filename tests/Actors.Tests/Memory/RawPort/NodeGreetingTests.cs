using Akka.Actor;
using Coterie.Actors.Memory.RawPort;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>The raw port distinguishes a node that was given the wrong port from its own clients.</summary>
public sealed class NodeGreetingTests : RawPortTest
{
    // What a node of Akka.Remote 1.5.74 sends first, without its random number. As a command it would mean: write 0 into x.
    private static readonly byte[] Greeting = Convert.FromHexString(
        "2e000000122c080112280a1d0a07636f746572696512093132372e302e302e3118dbcc022203746370115700000000000000");

    [Fact]
    public void The_greeting_of_a_node_is_known() => Assert.True(NodeGreeting.Begins(Greeting));

    [Theory]
    [InlineData("52")]
    [InlineData("570a000000")]
    [InlineData("0d0a520d0a52")]
    [InlineData("525252525252525252525252")]
    [InlineData("570100000057020000005703000000")]
    public void Clients_of_the_raw_port_are_not_taken_for_one(string bytes) =>
        Assert.False(NodeGreeting.Begins(Convert.FromHexString(bytes)));

    [Fact]
    public async Task A_node_that_was_given_the_raw_port_writes_nothing_and_is_sent_away()
    {
        var server = Serve(Sys.ActorOf(Props.Create(() => new PlainVariable()).WithDispatcher(SocketDispatcher.Section)));
        var client = Connect(server);
        await client.WriteAsync(7);
        var node = Connect(server);
        await node.SendAsync(Greeting);
        await node.ExpectEndAsync();
        Assert.Equal(7, await client.ReadAsync());
    }
}
