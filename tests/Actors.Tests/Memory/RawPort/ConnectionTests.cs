using System.Net.Sockets;
using Akka.TestKit;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.RawPort;
using static Coterie.Actors.Memory.RawPort.RawPortProtocol;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>
/// How a connection handles what its client does. A probe plays the variable, so that a batch waits as long as the test wants.
/// </summary>
public sealed class ConnectionTests : RawPortTest
{
    private readonly TestProbe _variable;
    private readonly RawServer _server;
    private int _value;

    public ConnectionTests()
    {
        _variable = CreateTestProbe();
        _server = Serve(_variable);
    }

    [Fact]
    public async Task Many_commands_of_one_packet_are_one_batch_and_answered_in_one_piece()
    {
        var client = Connect(_server);
        await client.SendAsync(RawClient.Reads(1000));
        await AnswerAsync();
        var answer = new byte[4 * 1000 + 1];
        Assert.Equal(4 * 1000, await client.Socket.ReceiveAsync(answer, SocketFlags.None));
    }

    [Fact]
    public async Task What_comes_while_a_batch_waits_is_the_next_batch()
    {
        var (client, fence) = (Connect(_server), Connect(_server));
        await client.SendAsync(RawClient.Write(1));
        var waiting = await _variable.ExpectMsgAsync<CommandBatch>();
        var connection = _variable.LastSender;
        await client.SendAsync((byte)'R');
        await fence.SendAsync((byte)'R');
        await AnswerAsync(); // the answer to the fence: no second batch of the client came before it
        PlainVariable.CarryOut(waiting, ref _value);
        connection.Tell(waiting, _variable);
        await AnswerAsync();
        Assert.Equal((byte[])[.. RawClient.Bytes("OK"), .. RawClient.Values(1)], await client.ReceiveAsync(6));
    }

    [Fact]
    public async Task Client_that_closes_its_sending_side_gets_the_answers_it_is_owed()
    {
        var client = Connect(_server);
        await client.SendAsync([.. RawClient.Write(9), .. RawClient.Bytes("RW")]);
        client.Socket.Shutdown(SocketShutdown.Send);
        await AnswerAsync();
        Assert.Equal((byte[])[.. RawClient.Bytes("OK"), .. RawClient.Values(9)], await client.ReceiveAsync(6));
        await client.ExpectEndAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Batch_of_a_client_that_is_gone_is_withdrawn(bool byReset)
    {
        var client = Connect(_server);
        await client.SendAsync((byte)'R');
        var batch = await _variable.ExpectMsgAsync<CommandBatch>();
        var connection = _variable.LastSender;
        Subscribe<ClientDisconnected>();
        Leave(client, byReset);
        Assert.Same(batch, (await _variable.ExpectMsgAsync<CommandBatch.Withdraw>()).Batch);
        batch.Refuse("withdrawn");
        connection.Tell(batch, _variable);
        await ExpectMsgAsync<ClientDisconnected>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_that_vanishes_within_a_command_leaves_the_others_alone(bool byReset)
    {
        Subscribe<ClientDisconnected>();
        var (client, other) = (Connect(_server), Connect(_server));
        await client.SendAsync(RawClient.Write(5)[..3]);
        var address = client.Address;
        Leave(client, byReset);
        await ExpectMsgAsync(new ClientDisconnected(address));
        await other.SendAsync((byte)'R');
        await AnswerAsync();
        Assert.Equal(RawClient.Values(0), await other.ReceiveAsync(4));
    }

    [Fact]
    public async Task Client_that_says_nothing_costs_the_others_nothing()
    {
        var silent = Connect(_server);
        var other = Connect(_server);
        await other.SendAsync((byte)'R');
        await AnswerAsync();
        await other.ReceiveAsync(4);
        await silent.SendAsync((byte)'R');
        await AnswerAsync();
        await silent.ReceiveAsync(4);
    }

    [Fact]
    public async Task Refused_batch_closes_the_connection_after_what_was_answered()
    {
        var client = Connect(_server);
        await client.SendAsync(RawClient.Bytes("RR"));
        var batch = await _variable.ExpectMsgAsync<CommandBatch>();
        batch.Read(3);
        batch.Refuse("too many wait");
        await EventFilter.Warning(contains: "too many wait").ExpectOneAsync(async () =>
        {
            _variable.Reply(batch);
            Assert.Equal(RawClient.Values(3), await client.ReceiveAsync(4));
            await client.ExpectEndAsync();
        });
    }

    [Fact]
    public async Task Coming_and_going_is_published_in_this_order()
    {
        Subscribe<ClientConnected>();
        Subscribe<ClientDisconnected>();
        var client = Connect(_server);
        var address = client.Address;
        await ExpectMsgAsync(new ClientConnected(address));
        client.Dispose();
        await ExpectMsgAsync(new ClientDisconnected(address));
    }

    private static void Leave(RawClient client, bool byReset)
    {
        if (byReset)
            client.Reset();
        else
            client.Dispose();
    }

    private void Subscribe<T>() => Sys.EventStream.Subscribe(TestActor, typeof(T));

    private async Task AnswerAsync()
    {
        var batch = await _variable.ExpectMsgAsync<CommandBatch>();
        PlainVariable.CarryOut(batch, ref _value);
        _variable.Reply(batch);
    }
}
