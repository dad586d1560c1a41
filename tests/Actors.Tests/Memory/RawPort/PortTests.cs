using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.TestKit;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.RawPort;
using Coterie.Actors.Nodes;
using Coterie.Protocols.Memory;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>The port as a whole: its limit, its start and its end.</summary>
public sealed class PortTests : RawPortTest
{
    private readonly TestProbe _variable;

    public PortTests()
        : base("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """) =>
        _variable = CreateTestProbe();

    [Fact]
    public async Task Client_above_the_limit_is_closed_with_a_line_in_the_log_until_another_one_goes()
    {
        var server = Serve(_variable, Settings with { MostConnections = 2 });
        var (first, second) = (Connect(server), Connect(server));
        await ServeAsync(first);
        await ServeAsync(second);
        await EventFilter.Warning(
            contains: "connections must be at most 2 (coterie.memory.raw-port.most-connections)").ExpectOneAsync(async () =>
        {
            await Connect(server).ExpectEndAsync();
            await Connect(server).ExpectEndAsync();
        });
        Sys.EventStream.Subscribe(TestActor, typeof(RawPortProtocol.ClientDisconnected));
        first.Dispose();
        await ExpectMsgAsync<RawPortProtocol.ClientDisconnected>();
        await AwaitAssertAsync(async () => await ServeAsync(Connect(server)));
        await ServeAsync(second);
    }

    [Fact]
    public async Task Stopping_answers_what_has_arrived_and_takes_nothing_new()
    {
        var server = Serve(_variable);
        var (client, idle) = (Connect(server), Connect(server));
        await ServeAsync(idle);
        await client.SendAsync((byte)'R');
        var batch = await _variable.ExpectMsgAsync<CommandBatch>();
        await client.SendAsync((byte)'R');                          // arrived, in no batch yet
        var stopped = server.StopAsync();
        await idle.ExpectEndAsync();
        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => Connect(server)).SocketErrorCode);
        batch.Read(1);
        _variable.Reply(batch);
        await AnswerAsync();
        Assert.Equal(RawClient.Values(1, 0), await client.ReceiveAsync(8));
        await client.ExpectEndAsync();
        await stopped;
    }

    [Fact]
    public async Task Port_of_a_memory_serves_its_default_variable()
    {
        var memory = Sys.ActorOf(MemoryActor.Props(CoterieSettings.Read(Sys.Settings.Config).Memory));
        var server = await RawServer.StartAsync(Sys, memory, new IPEndPoint(IPAddress.Loopback, 0), Settings);
        await Connect(server).WriteAsync(12);
        memory.Tell(new MemoryProtocol.Read(1, VariableName.Default), TestActor);
        await ExpectMsgAsync(new MemoryProtocol.Current(1, new(12)));
    }

    [Fact]
    public async Task Stopping_answers_what_arrived_before_anybody_looked()
    {
        var server = Serve(_variable);
        var client = Connect(server);
        await ServeAsync(client);
        using var gate = new ManualResetEventSlim();
        var closed = Sys.ActorOf(Props.Create(() => new GateActor(gate)).WithDispatcher(SocketDispatcher.Section));
        closed.Tell(TestActor, TestActor);
        await ExpectMsgAsync(TestActor);                            // the port's thread looks at no socket now
        await client.SendAsync((byte)'R');
        var stopped = server.StopAsync();
        gate.Set();
        await AnswerAsync();
        Assert.Equal(RawClient.Values(0), await client.ReceiveAsync(4));
        await client.ExpectEndAsync();
        await stopped;
    }

    [Fact]
    public async Task Stopping_waits_until_a_slow_client_has_what_it_is_owed()
    {
        var variable = Sys.ActorOf(Props.Create(() => new PlainVariable()).WithDispatcher(SocketDispatcher.Section));
        var server = Serve(variable);
        var (slow, other) = (Connect(server, RawClient.KeepBuffersSmall), Connect(server));
        await slow.SendUntilStuckAsync(other);
        var stopped = server.StopAsync();
        await other.ExpectEndAsync();
        var received = await slow.ReceiveToEndAsync();
        await stopped;
        var carriedOut = await variable.Ask<int>(new PlainVariable.GetCount()) - other.ReadsAnswered;
        Assert.Equal(4 * carriedOut, received);
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_ever_for_an_answer()
    {
        var server = Serve(_variable);
        var client = Connect(server);
        await client.SendAsync((byte)'R');
        var batch = await _variable.ExpectMsgAsync<CommandBatch>();
        var idle = Connect(server);
        var stopped = server.StopAsync();
        await idle.ExpectEndAsync();                                // it has begun
        ((TestScheduler)Sys.Scheduler).Advance(RawServer.LongestFarewell);
        await client.ExpectEndAsync();
        Assert.Same(batch, (await _variable.ExpectMsgAsync<CommandBatch.Withdraw>()).Batch);
        await stopped;
    }

    [Fact]
    public async Task Port_closes_with_its_variable()
    {
        var server = Serve(_variable);
        var client = Connect(server);
        await ServeAsync(client);
        await EventFilter.Error(contains: "its variable has stopped").ExpectOneAsync(() =>
        {
            Sys.Stop(_variable);
            return client.ExpectEndAsync();
        });
    }

    [Fact]
    public async Task Port_closes_with_the_actor_system()
    {
        var client = Connect(Serve(_variable));
        await ServeAsync(client);
        await Sys.Terminate();
        await client.ExpectEndAsync();
    }

    [Fact]
    public void Port_that_another_one_has_is_refused_with_a_sentence()
    {
        var address = Serve(_variable).Address;
        var failure = Assert.Throws<NodeException>(() => RawServer.Start(Sys, _variable, address, Settings));
        Assert.StartsWith(
            $"The raw port must be a free one of an address of this machine, was [{address}]: ",
            failure.Message,
            StringComparison.Ordinal);
    }

    private async Task ServeAsync(RawClient client)
    {
        await client.SendAsync((byte)'R');
        await AnswerAsync();
        await client.ReceiveAsync(4);
    }

    private async Task AnswerAsync()
    {
        var batch = await _variable.ExpectMsgAsync<CommandBatch>();
        var value = 0;
        PlainVariable.CarryOut(batch, ref value);
        _variable.Reply(batch);
    }

    // Keeps its thread busy until the gate is open.
    private sealed class GateActor : ReceiveActor
    {
        public GateActor(ManualResetEventSlim gate) => ReceiveAny(message =>
        {
            Sender.Tell(message);
            gate.Wait();
        });
    }
}
