using Akka.Actor;
using Akka.TestKit;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.RawPort;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>
/// Clients of the raw port under the variable's lock. A relay between port and variable shows what is under way.
/// </summary>
public sealed class LockTests : RawPortTest
{
    private readonly TestProbe _relay;
    private readonly IActorRef _variable;
    private readonly RawClient _client;

    public LockTests()
    {
        _relay = CreateTestProbe();
        var props = VariableActor.Props(VariableName.Default, CoterieSettings.Read(Sys.Settings.Config).Memory);
        _variable = Sys.ActorOf(props.WithDispatcher(SocketDispatcher.Section));
        _client = Connect(Serve(_relay));
    }

    [Fact]
    public async Task Raw_clients_and_others_share_one_variable()
    {
        await SendAsync(RawClient.Write(4));
        await _client.ReceiveAsync(2);
        _variable.Tell(new Read(1, VariableName.Default), TestActor);
        await ExpectMsgAsync(new Current(1, new(4)));
        _variable.Tell(new Write(2, VariableName.Default, new(5)), TestActor);
        await ExpectMsgAsync(new Written(2));
        await SendAsync((byte)'R');
        Assert.Equal(RawClient.Values(5), await _client.ReceiveAsync(4));
    }

    [Fact]
    public async Task Raw_read_waits_until_the_writer_has_left()
    {
        _variable.Tell(new AcquireWrite(1, VariableName.Default), TestActor);
        await ExpectMsgAsync<Granted>();
        await SendAsync((byte)'R');                                       // waits
        _variable.Tell(new Write(2, VariableName.Default, new(8), Under: 1), TestActor);
        await ExpectMsgAsync(new Written(2));
        _variable.Tell(new Release(3, VariableName.Default, 1), TestActor);
        Assert.Equal(RawClient.Values(8), await _client.ReceiveAsync(4));
    }

    [Fact]
    public async Task Raw_write_waits_until_the_readers_have_left()
    {
        _variable.Tell(new AcquireRead(1, VariableName.Default), TestActor);
        await ExpectMsgAsync<Granted>();
        await SendAsync(RawClient.Write(6));                              // waits
        _variable.Tell(new Read(2, VariableName.Default, Under: 1), TestActor);
        await ExpectMsgAsync(new Current(2, default, IsNeverWritten: true));
        _variable.Tell(new Release(3, VariableName.Default, 1), TestActor);
        Assert.Equal(RawClient.Bytes("OK"), await _client.ReceiveAsync(2));
    }

    [Fact]
    public async Task Batch_goes_on_at_the_command_that_had_to_wait()
    {
        _variable.Tell(new AcquireRead(1, VariableName.Default), TestActor);
        await ExpectMsgAsync<Granted>();
        await SendAsync([(byte)'R', .. RawClient.Write(6), (byte)'R']);   // reads, waits to write
        _variable.Tell(new Release(2, VariableName.Default, 1), TestActor);
        Assert.Equal(
            (byte[])[.. RawClient.Values(0), .. RawClient.Bytes("OK"), .. RawClient.Values(6)], await _client.ReceiveAsync(10));
    }

    [Fact]
    public async Task Raw_writer_that_is_gone_no_longer_keeps_readers_out()
    {
        _variable.Tell(new AcquireRead(1, VariableName.Default), TestActor);
        await ExpectMsgAsync<Granted>();
        await SendAsync(RawClient.Write(6));                              // waits
        _variable.Tell(new AcquireRead(2, VariableName.Default), TestActor);            // waits for the writer
        _client.Dispose();
        await RelayAsync<CommandBatch.Withdraw>();
        Assert.Equal(2, (await ExpectMsgAsync<Granted>()).Id);
    }

    private async Task SendAsync(params byte[] commands)
    {
        await _client.SendAsync(commands);
        await RelayAsync<CommandBatch>();
    }

    private async Task RelayAsync<T>()
    {
        await _relay.ExpectMsgAsync<T>();
        _relay.Forward(_variable);
    }
}
