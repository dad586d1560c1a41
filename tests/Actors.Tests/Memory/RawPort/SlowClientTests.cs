using Akka.Actor;
using Coterie.Actors.Memory.RawPort;
using static Coterie.Actors.Memory.RawPort.RawPortProtocol;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>Clients that send commands but do not read the answers.</summary>
public sealed class SlowClientTests : RawPortTest
{
    private readonly RawServer _server;

    public SlowClientTests() =>
        _server = Serve(Sys.ActorOf(Props.Create(() => new PlainVariable()).WithDispatcher(SocketDispatcher.Section)));

    [Fact]
    public async Task Client_that_does_not_take_its_answers_is_no_longer_read_from_and_gets_all_of_them_later()
    {
        var (slow, other) = (Connect(_server, RawClient.KeepBuffersSmall), Connect(_server));
        var sent = await slow.SendUntilStuckAsync(other);
        await other.WriteAsync(1);                                  // the others are served
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
        var (slow, other) = (Connect(_server, RawClient.KeepBuffersSmall), Connect(_server));
        await slow.SendUntilStuckAsync(other);
        var address = slow.Address;
        if (byReset)
            slow.Reset();
        else
            slow.Dispose();
        await ExpectMsgAsync(new ClientDisconnected(address));
        Assert.Equal(0, await other.ReadAsync());
    }
}
