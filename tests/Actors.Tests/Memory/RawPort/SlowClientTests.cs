using System.Net.Sockets;
using Akka.Actor;
using Coterie.Memory.RawPort;
using static Coterie.Memory.RawPort.RawPortProtocol;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>Clients that send and do not take the answers.</summary>
public sealed class SlowClientTests : RawPortTest
{
    private const int MostBytes = 64 << 20; // far above what two sockets hold
    private static readonly byte[] Commands = RawClient.Reads(16 << 10);

    private readonly RawServer _server;

    public SlowClientTests() => _server = Serve(Sys.ActorOf(Props.Create(() => new PlainVariable()).WithDispatcher(SocketDispatcher.Section)));

    [Fact]
    public async Task Client_that_does_not_take_its_answers_is_no_longer_read_from_and_gets_all_of_them_later()
    {
        var (slow, other) = (ConnectSlow(), Connect(_server));
        var sent = await SendUntilStuckAsync(slow, other);
        await other.WriteAsync(1);                                  // the others are served
        slow.Socket.Blocking = true;
        var answers = await slow.ReceiveAsync(4 * sent);
        Assert.All(answers[^4..], each => Assert.InRange(each, 0, 1));
        Assert.Equal(1, await slow.ReadAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_that_goes_without_its_answers_is_let_go(bool byReset)
    {
        Sys.EventStream.Subscribe(TestActor, typeof(ClientDisconnected));
        var (slow, other) = (ConnectSlow(), Connect(_server));
        await SendUntilStuckAsync(slow, other);
        var address = slow.Address;
        if (byReset)
            slow.Reset();
        else
            slow.Dispose();
        await ExpectMsgAsync(new ClientDisconnected(address));
        Assert.Equal(0, await other.ReadAsync());
    }

    private RawClient ConnectSlow() => Connect(_server, socket => (socket.ReceiveBufferSize, socket.SendBufferSize) = (4096, 4096));

    // How many commands went out until neither side had room. After each attempt that failed the server has had its turn: then it can only fail again.
    private static async Task<int> SendUntilStuckAsync(RawClient client, RawClient fence)
    {
        client.Socket.Blocking = false;
        var sent = 0;
        for (var failures = 0; failures < 20;)
        {
            Assert.InRange(sent, 0, MostBytes);
            var count = client.Socket.Send(Commands, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                failures++;
                await fence.ReadAsync();
                continue;
            }
            Assert.Equal(SocketError.Success, error);
            failures = 0;
            sent += count;
        }
        return sent;
    }
}
