using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.Client;
using Coterie.Actors.Memory.RawPort;
using Coterie.Actors.Nodes;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Mutex.Algorithms;
using Coterie.Protocols.Variables;

namespace Coterie.Tests.Memory.Client;

/// <summary>The client library against a memory on another node, over loopback addresses.</summary>
public sealed class MemoryClientTests : IAsyncLifetime
{
    private static readonly Config Quiet = ConfigurationFactory.ParseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF")
        .WithFallback(CoterieConfiguration.Load([]));

    private readonly ActorSystem _server = Server(0);
    private readonly IPEndPoint _at;
    private readonly MemoryClient _client;

    public MemoryClientTests()
    {
        _at = new IPEndPoint(IPAddress.Parse("127.0.0.2"), Node.AddressOf(_server).Port!.Value);
        _client = Client(TimeSpan.FromSeconds(20));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.Terminate();
    }

    [Fact]
    public async Task What_one_client_writes_another_one_reads()
    {
        await using var other = Client(TimeSpan.FromSeconds(20));
        Assert.Equal(new WriteOutcome.Done(), await _client.WriteAsync("x", new(-5)));
        Assert.Equal(new ReadOutcome.Done(new(-5)), await other.ReadAsync("x"));
        Assert.Equal([new("x", new(-5))], Assert.IsType<ListOutcome.Done>(await other.ListAsync()).Variables);
    }

    [Fact]
    public async Task An_operation_is_done_and_says_what_it_led_to()
    {
        var (text, sum) = (VariableValue.Of("text"), VariableValue.Of(1L << 40));
        await ExpectAsync(new Outcome.Done(sum, 1), new Operation.Add(1L << 40));
        await ExpectAsync(new Outcome.Done(text, 2), new Operation.CompareAndSet(sum, text));
        await ExpectAsync(new Outcome.Mismatch(text, 2), new Operation.CompareAndSet(sum, null));
        await ExpectAsync(new Outcome.WrongKind(text), new Operation.Add(1));
        Assert.Equal(new ReadOutcome.Refused(new Refusal.NoNumber()), await _client.ReadAsync("x"));
        var listed = Assert.IsType<ListOutcome.Done>(await _client.ListAsync());
        Assert.Equal([new("x", default, Other: text)], listed.Variables);
        var held = Assert.IsType<AcquireOutcome.Granted>(await _client.AcquireWriteAsync("x")).Lock;
        Assert.Equal(new OperateOutcome.Ended(new Outcome.Done(null, 3)), await held.OperateAsync(new Operation.Write(null)));
        await held.ReleaseAsync();
        Assert.Equal(
            new OperateOutcome.Refused(new Refusal.NotHeld()), await held.OperateAsync(new Operation.Add(1)));
        await ExpectAsync(new Outcome.Done(null, 3), new Operation.Read());

        async Task ExpectAsync(Outcome outcome, Operation operation) =>
            Assert.Equal(new OperateOutcome.Ended(outcome), await _client.OperateAsync("x", operation));
    }

    [Fact]
    public async Task Long_values_are_listed_in_several_parts_and_two_of_them_are_too_long_for_one_operation()
    {
        string[] letters = ["a", "b", "c"];
        var texts = letters.Select(letter => VariableValue.Of(new string(letter[0], VariableValue.MostBytes))).ToArray();
        for (var i = 0; i < texts.Length; i++)
            Assert.IsType<OperateOutcome.Ended>(await _client.OperateAsync($"v{i}", new Operation.Write(texts[i])));
        var listed = Assert.IsType<ListOutcome.Done>(await _client.ListAsync());
        Assert.Equal(texts, listed.Variables.Select(variable => variable.Other));
        Assert.Equal(
            new OperateOutcome.Refused(new Refusal.TooLarge(MemoryProtocol.MostBytesOfOperation)),
            await _client.OperateAsync("v0", new Operation.CompareAndSet(texts[0], texts[1])));
    }

    [Fact]
    public async Task A_lock_lets_its_holder_read_and_write_and_others_wait()
    {
        await using var other = Client(TimeSpan.FromSeconds(20));
        var held = Assert.IsType<AcquireOutcome.Granted>(await _client.AcquireWriteAsync("x")).Lock;
        var waiting = other.ReadAsync("x");
        Assert.Equal(new WriteOutcome.Done(), await held.WriteAsync(new(1)));
        Assert.Equal(new ReadOutcome.Done(new(1)), await held.ReadAsync());
        Assert.Equal(new WriteOutcome.Done(), await held.WriteAsync(new(2)));
        Assert.Equal(new ReleaseOutcome.Done(), await held.ReleaseAsync());
        Assert.Equal(new ReadOutcome.Done(new(2)), await waiting);
        Assert.Equal(new WriteOutcome.Refused(new Refusal.NotHeld()), await held.WriteAsync(new(3)));
        Assert.Equal(new ReleaseOutcome.NotHeld(), await held.ReleaseAsync());
    }

    [Fact]
    public async Task Readers_share_and_a_lock_that_is_disposed_is_released()
    {
        await using (Assert.IsType<AcquireOutcome.Granted>(await _client.AcquireReadAsync("x", TimeSpan.FromSeconds(9))).Lock)
            Assert.IsType<AcquireOutcome.Granted>(await _client.AcquireReadAsync("y"));
        Assert.IsType<AcquireOutcome.Granted>(await _client.AcquireWriteAsync("x"));
    }

    [Fact]
    public async Task The_locks_of_a_client_that_leaves_are_released()
    {
        await using (var other = Client(TimeSpan.FromSeconds(20)))
            Assert.IsType<AcquireOutcome.Granted>(await other.AcquireWriteAsync("x"));
        Assert.Equal(new WriteOutcome.Done(), await _client.WriteAsync("x", new(1)));
    }

    [Fact]
    public async Task Refusals_come_with_their_reason()
    {
        Assert.Equal(new ReadOutcome.Refused(new Refusal.BadName()), await _client.ReadAsync("a b"));
        Assert.Equal(new AcquireOutcome.Refused(new Refusal.BadName()), await _client.AcquireWriteAsync(""));
        await _client.WriteAsync("x", new(1), MutexAlgorithms.RicartAgrawala.FenceOf(new(5, new(1))));
        Assert.Equal(
            new WriteOutcome.Refused(new Refusal.Fenced(new(5, new(1)))),
            await _client.WriteAsync("x", new(2), MutexAlgorithms.RicartAgrawala.FenceOf(new(4, new(1)))));
    }

    [Fact]
    public async Task A_lock_that_is_not_granted_in_time_is_not_held_later()
    {
        await using var hasty = Client(TimeSpan.FromSeconds(1));
        var held = Assert.IsType<AcquireOutcome.Granted>(await _client.AcquireWriteAsync("x")).Lock;
        Assert.IsType<AcquireOutcome.NoAnswer>(await hasty.AcquireWriteAsync("x"));
        Assert.Equal(new ReleaseOutcome.Done(), await held.ReleaseAsync());
        Assert.Equal(new WriteOutcome.Done(), await _client.WriteAsync("x", new(1)));
    }

    [Fact]
    public async Task A_call_that_waits_is_answered_when_its_client_is_disposed_of()
    {
        var held = Assert.IsType<AcquireOutcome.Granted>(await _client.AcquireWriteAsync("x")).Lock;
        var other = Client(TimeSpan.FromMinutes(5));
        Assert.Null(await other.ConnectAsync());
        var waiting = other.WriteAsync("x", new(1));
        await other.DisposeAsync();
        Assert.IsType<WriteOutcome.Unknown>(await waiting.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(new ReleaseOutcome.Done(), await held.ReleaseAsync());
    }

    [Fact]
    public async Task A_client_that_was_disposed_of_takes_no_calls_and_its_locks_can_still_be_disposed_of()
    {
        var other = Client(TimeSpan.FromSeconds(20));
        var held = Assert.IsType<AcquireOutcome.Granted>(await other.AcquireWriteAsync("x")).Lock;
        await other.DisposeAsync();
        Assert.Equal("this client's node has stopped", held.LossReason);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => other.ReadAsync("x"));
        await held.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task A_client_whose_session_stopped_takes_another_node()
    {
        var systems = new List<ActorSystem>();
        ActorSystem Start()
        {
            systems.Add(Node.Start(new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0), Quiet));
            return systems[^1];
        }
        await using var client = new MemoryClient(Start, Node.AddressAt(_at), TimeSpan.FromMinutes(2));
        Assert.Null(await client.ConnectAsync());
        systems[0].ActorSelection("/user/memory-client").Tell(Kill.Instance, ActorRefs.NoSender);
        await systems[0].WhenTerminated.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(new WriteOutcome.Done(), await client.WriteAsync("x", new(1)));
        Assert.Equal(2, systems.Count);
    }

    [Fact]
    public async Task Without_a_server_each_call_says_so_and_nothing_is_sent()
    {
        await _server.Terminate();
        await using var client = Client(TimeSpan.FromSeconds(1));
        var reason = $"{_at}: Connection refused, for 1 s";
        Assert.Equal(reason, await client.ConnectAsync());
        Assert.Equal(new ReadOutcome.NoAnswer(reason), await client.ReadAsync("x"));
        Assert.Equal(new WriteOutcome.NotSent(reason), await client.WriteAsync("x", new(1)));
        Assert.Equal(new AcquireOutcome.NoAnswer(reason), await client.AcquireWriteAsync("x"));
        Assert.Equal(new ListOutcome.NoAnswer(reason), await client.ListAsync());
    }

    [Fact]
    public async Task A_call_waits_for_a_server_that_starts_later_and_says_why()
    {
        await _server.Terminate();
        var waits = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = Client(TimeSpan.FromMinutes(2), reason => waits.TrySetResult(reason));
        var writing = client.WriteAsync("x", new(2));
        Assert.Equal($"{_at}: Connection refused", await waits.Task);
        var server = Server(_at.Port);
        Assert.Equal(new WriteOutcome.Done(), await writing);
        await server.Terminate();
    }

    [Fact]
    public async Task A_node_without_a_memory_is_reported_as_such()
    {
        var other = Node.Start(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0), Quiet);
        var at = new IPEndPoint(IPAddress.Parse("127.0.0.2"), Node.AddressOf(other).Port!.Value);
        await using var client = MemoryClient.Of(at, null, Quiet, TimeSpan.FromSeconds(3));
        Assert.Equal($"{at} has no shared memory, for 3 s", await client.ConnectAsync());
        await other.Terminate();
    }

    [Fact]
    public async Task A_raw_port_is_reported_as_such()
    {
        var system = Server(0);
        var memory = system.ActorSelection($"/user/{MemoryActor.Name}").ResolveOne(TimeSpan.FromMinutes(2));
        var listen = new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0);
        var raw = await RawServer.StartAsync(system, await memory, listen, CoterieSettings.Read(Quiet).Memory.RawPort);
        await using var client = MemoryClient.Of(raw.Address, null, Quiet, TimeSpan.FromMinutes(2));
        var reason = await client.ConnectAsync();
        Assert.StartsWith($"{raw.Address} is a raw port (coterie serve --raw-port): ", reason, StringComparison.Ordinal);
        Assert.IsType<WriteOutcome.NotSent>(await client.WriteAsync("x", new(1)));
        await raw.StopAsync();
        await system.Terminate();
    }

    [Fact]
    public async Task A_client_survives_its_server_and_its_locks_do_not()
    {
        var held = Assert.IsType<AcquireOutcome.Granted>(await _client.AcquireWriteAsync("x")).Lock;
        await _server.Terminate();
        var server = Server(_at.Port);
        Assert.Null(await _client.ConnectAsync());
        Assert.Equal(new WriteOutcome.Refused(new Refusal.NotHeld()), await held.WriteAsync(new(1)));
        Assert.Equal(new ReadOutcome.NeverWritten(), await _client.ReadAsync("x"));
        Assert.Equal((1, false), (_client.ServerRestarts, held.IsHeld));
        Assert.True(held.Lost.IsCancellationRequested);
        await server.Terminate();
    }

    [Fact]
    public async Task A_watch_outlives_its_server_and_tells_which_values_are_gone()
    {
        await _client.WriteAsync("ab", new(1));
        await _client.WriteAsync("ac", new(2));
        await using var client = Client(TimeSpan.FromSeconds(20));
        await using var watch = client.WatchAsync("a", isPrefix: true).GetAsyncEnumerator();
        await ExpectAsync(new WatchEvent.Changed("ab", VariableValue.Of(1), 1, 0));
        await ExpectAsync(new WatchEvent.Changed("ac", VariableValue.Of(2), 1, 0));
        await ExpectAsync(new WatchEvent.Complete());
        await _server.Terminate();
        await ExpectAsync(new WatchEvent.Interrupted());
        var server = Server(_at.Port);
        Assert.Equal(new WriteOutcome.Done(), await _client.WriteAsync("ab", new(3)));
        await ExpectAsync(new WatchEvent.Changed("ac", null, 0, 0), new WatchEvent.Changed("ab", VariableValue.Of(3), 1, 0));
        await server.Terminate();

        // Whether the new value was there when the watch began anew is chance.
        async Task ExpectAsync(params WatchEvent[] events)
        {
            List<WatchEvent> missing = [.. events];
            while (missing.Count > 0)
            {
                Assert.True(await watch.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2)));
                if (!missing.Remove(watch.Current) && (events.Length == 1 || watch.Current is WatchEvent.Changed))
                    Assert.Fail($"{watch.Current}");
            }
        }
    }

    [Fact]
    public async Task A_watch_that_is_refused_says_why()
    {
        await using var watch = _client.WatchAsync("a b").GetAsyncEnumerator();
        var refused = await Assert.ThrowsAsync<WatchRefusedException>(() => watch.MoveNextAsync().AsTask());
        Assert.Equal($"The watch was refused: {new Refusal.BadName()}.", refused.Message);
    }

    private MemoryClient Client(TimeSpan limit, Action<string>? waiting = null) =>
        MemoryClient.Of(_at, IPAddress.Parse("127.0.0.3"), Quiet, limit, waiting);

    private static ActorSystem Server(int port)
    {
        var system = Node.Start(new IPEndPoint(IPAddress.Parse("127.0.0.2"), port), Quiet);
        system.ActorOf(MemoryActor.Props(CoterieSettings.Read(Quiet).Memory), MemoryActor.Name);
        return system;
    }
}
