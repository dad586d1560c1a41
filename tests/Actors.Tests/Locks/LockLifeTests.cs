using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Coterie.Actors.Nodes;
using Coterie.Actors.Wire;
using Coterie.Lab.Configuration;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Tests.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Coterie.Tests.Locks;

/// <summary>What becomes of handles and groups: their ends, their losses, and what the log says of them.</summary>
public sealed class LockLifeTests : SerializerTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<ActorSystem> _systems = [];

    protected override void AfterAll()
    {
        foreach (var system in _systems)
            system.Terminate().Wait(Patience);
        base.AfterAll();
    }

    [Fact]
    public async Task Sessions_end_by_the_clock_of_the_options()
    {
        var time = new FakeTimeProvider();
        var system = System();
        var lease = TimeSpan.FromHours(1);
        await using var member = await CoterieNode.OfAsync(
            system, new CoterieOptions { Members = [End(system)], IsNew = true, Lease = lease, Clock = time });
        var client = System();
        var options = new CoterieOptions { Members = [End(system)], Lease = lease };
        using var lost = await (await CoterieNode.OfAsync(client, options)).AcquireAsync("a", Patience);
        await client.Terminate(); // it does not take leave
        time.Advance(1.2 * lease);
        await using var other = await CoterieNode.OfAsync(System(), options);
        using var held = await other.AcquireAsync("a", Patience);
        Assert.True(held.Token > lost.Token);
    }

    [Fact]
    public async Task A_lock_is_lost_at_its_deadline_when_the_majority_is_gone()
    {
        var time = new FakeTimeProvider();
        await using var group = await LockGroup.StartAsync(3, 3, options => options with { Lease = TimeSpan.FromSeconds(10) });
        await using var client = await CoterieNode.StartAsync(group.Options with { Members = group.Addresses, Clock = time });
        using var held = await client.AcquireAsync("a", Patience);
        var lost = new TaskCompletionSource<DateTimeOffset>(TaskCreationOptions.RunContinuationsAsynchronously);
        held.Lost.Register(() => lost.SetResult(time.GetUtcNow()));
        await group.StopMemberAsync(0);
        await group.StopMemberAsync(1);
        var deadline = held.Deadline;
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromSeconds(10), deadline);
        time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.True(held.IsHeld);
        Assert.Equal(deadline, held.Deadline);
        Assert.False(held.Lost.IsCancellationRequested);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(deadline, await lost.Task.WaitAsync(Patience)); // nobody has looked
        Assert.False(held.IsHeld);
        Assert.Equal(TimeSpan.Zero, held.Remaining);
        Assert.True(held.Lost.IsCancellationRequested);
        Assert.True(held.Token > 0);
        held.Dispose();
        held.Dispose();
        Assert.Throws<ObjectDisposedException>(() => held.Lost);
    }

    [Fact]
    public async Task A_member_that_leaves_a_lease_of_beats_unanswered_is_connected_to_anew()
    {
        var (time, silent) = (new FakeTimeProvider(), System()); // it takes connections, but has no voter
        var changes = CreateTestProbe(silent);
        silent.EventStream.Subscribe(changes.Ref, typeof(AssociationEvent));
        await using var client = await CoterieNode.OfAsync(
            System(), new CoterieOptions { Members = [End(silent)], Lease = TimeSpan.FromSeconds(3), Clock = time });
        await changes.FishForMessageAsync(change => change is AssociatedEvent, Patience);
        for (var beat = 2; beat <= 4; beat++)
            time.Advance(TimeSpan.FromSeconds(1));
        await changes.FishForMessageAsync(change => change is DisassociatedEvent, Patience);
        using var beats = new Timer(_ => time.Advance(TimeSpan.FromSeconds(1)), null, 0, 100); // Akka may wait before it connects
        await changes.FishForMessageAsync(change => change is AssociatedEvent, Patience);
    }

    [Fact]
    public void Three_beats_without_an_answer_in_between_are_too_many()
    {
        var beats = new UnansweredBeats(2);
        var (one, two) = (new ProcessId(1), new ProcessId(2));
        Assert.Equal([false, false, false, true, false, false, true], Send(one, 7));
        Assert.Equal([false, false], Send(two, 2));
        beats.HeardFrom(two);
        Assert.Equal([false, false, false, true], Send(two, 4));

        bool[] Send(ProcessId to, int count) => [.. Enumerable.Range(0, count).Select(_ => beats.AreTooManyWith(to))];
    }

    [Fact]
    public async Task Whoever_waits_without_a_majority_learns_which_members_do_not_answer()
    {
        var time = new FakeTimeProvider();
        await using var group = await LockGroup.StartAsync(3, 1);
        await using var client = await CoterieNode.StartAsync(group.Options with { Members = group.Addresses, Clock = time });
        while ((await client.InspectAsync(MemberAt(client, group.Addresses[0]), null, Patience, default)) is null)
        {
        }
        var waiting = client.AcquireAsync("a", TimeSpan.FromSeconds(1)).AsTask();
        time.Advance(TimeSpan.FromSeconds(1));
        var sentence = (await Assert.ThrowsAsync<TimeoutException>(() => waiting)).Message;
        Assert.StartsWith("a could not be locked within 1 s. ", sentence, StringComparison.Ordinal);
        var missing = client.Members.Where(member => member != group.Addresses[0]);
        Assert.EndsWith(
            $"{string.Join(" and ", missing)} do not answer. 1 of 3 members answers, 2 must.",
            sentence,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handle_that_is_disposed_or_asked_after_its_node_has_ended_throws_nothing()
    {
        var node = await CoterieNode.StartAsync(new CoterieOptions());
        var held = await node.AcquireAsync("a", Patience);
        var other = await node.AcquireAsync("b", Patience);
        await node.DisposeAsync();
        Assert.True(held.Lost.IsCancellationRequested);
        Assert.False(held.IsHeld);
        Assert.Equal(TimeSpan.Zero, held.Remaining);
        held.Dispose();
        await held.DisposeAsync();
        await other.DisposeAsync();
        await node.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => { _ = node.TryAcquireAsync("a"); });
        Assert.Throws<ObjectDisposedException>(() => { _ = node.AcquireAsync("a", Patience); });
    }

    [Fact]
    public async Task A_handle_that_is_dropped_is_a_warning()
    {
        var system = System();
        await using var node = await CoterieNode.OfAsync(system, new CoterieOptions { IsNew = true });
        var log = LogOf<Warning>(system);
        await DropAsync();
        while (!log.HasMessages)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }
        Assert.Equal(
            "The lock [orders/42] was dropped without being given back; it is given back now.",
            $"{(await log.ExpectMsgAsync<Warning>(Patience)).Message}");

        async Task DropAsync() => await node.AcquireAsync("orders/42", Patience);
    }

    [Fact]
    public async Task The_messages_of_a_system_that_takes_part_have_their_serializer_also_after_another_extension_adds_keys()
    {
        var system = System();
        await using var node = await CoterieNode.OfAsync(system, new CoterieOptions { IsNew = true });
        Assert.IsType<CoterieSerializer>(system.Serialization.FindSerializerFor(new QuorumProtocol.Beat(new(1), 1, 1)));
        system.Settings.InjectTopLevelFallback(ConfigurationFactory.ParseString("another.key = 1"));
        Assert.IsType<CoterieSerializer>(system.Serialization.FindSerializerFor(new QuorumProtocol.Beat(new(1), 1, 1)));
    }

    [Fact]
    public async Task All_options_that_break_a_rule_are_named_together()
    {
        var refused = await Assert.ThrowsAsync<SettingsException>(() => CoterieNode.StartAsync(new CoterieOptions
        {
            Listen = "no port:x",
            Members = ["127.0.0.1:99999", "127.0.0.1:1", null!],
            Lease = TimeSpan.FromSeconds(0.5),
            Holder = new string('x', 201),
            Clock = null!,
        }));
        Assert.Equal(
            ["Listen must be", "Members[0] must be", "Members[2] must be", "Lease must be", "Holder must have", "Clock must be"],
            refused.Message.Split(Environment.NewLine).Select(line => string.Join(' ', line.Split(' ').Take(3))));
        refused = await Assert.ThrowsAsync<SettingsException>(() => CoterieNode.StartAsync(new CoterieOptions
        {
            Members = [.. Enumerable.Range(1, 10).Select(port => $"127.0.0.1:{port}")],
        }));
        Assert.Equal("Members must be at most 9, was [10].", refused.Message);
        refused = await Assert.ThrowsAsync<SettingsException>(() => CoterieNode.StartAsync(new CoterieOptions
        {
            Members = ["127.0.0.1:1", "127.0.0.1:1", "127.0.0.1:0"],
        }));
        Assert.Equal(
            [
                "Members must be different addresses, was [127.0.0.1:1] 2 times.",
                "Members[2] must have a port above 0, was [127.0.0.1:0].",
            ],
            refused.Message.Split(Environment.NewLine));
        Assert.Equal(
            "Members must be a list, was [].",
            (await Assert.ThrowsAsync<SettingsException>(() => CoterieNode.StartAsync(new CoterieOptions { Members = null! })))
                .Message);
    }

    [Fact]
    public async Task An_even_number_of_members_is_a_warning()
    {
        var (one, two) = (System(), System());
        var log = LogOf<Warning>(one);
        await using var node = await CoterieNode.OfAsync(
            one, new CoterieOptions { Members = [End(one), End(two)], IsNew = true });
        Assert.Equal(
            "The group has 2 members: 1 would bear the loss of as many. An odd number is best.",
            $"{(await log.ExpectMsgAsync<Warning>(Patience)).Message}");
    }

    [Fact]
    public async Task Two_members_with_different_lists_refuse_each_other_by_name_in_the_logs_of_both()
    {
        var (one, two) = (System(), System());
        var (log1, log2) = (LogOf<Error>(one), LogOf<Error>(two));
        var third = "127.0.0.1:1";
        await using var node1 = await CoterieNode.OfAsync(
            one, new CoterieOptions { Members = [End(one), End(two)], IsNew = true });
        await using var node2 = await CoterieNode.OfAsync(
            two, new CoterieOptions { Members = [End(one), End(two), third], IsNew = true });
        var list = string.Join(", ", node1.Members);
        var lists = string.Join(", ", node2.Members);
        const string Lease = ", with a lease of 10 s";
        Assert.Equal(
            $"{End(two)} belongs to another group: {lists}{Lease}; this one is: {list}{Lease}.",
            $"{(await log1.ExpectMsgAsync<Error>(Patience)).Message}");
        Assert.Equal(
            $"{End(one)} belongs to another group: {list}{Lease}; this one is: {lists}{Lease}.",
            $"{(await log2.ExpectMsgAsync<Error>(Patience)).Message}");
        var failure = await Assert.ThrowsAsync<TimeoutException>(async () => await node1.AcquireAsync("a", TimeSpan.Zero));
        Assert.Contains($"{End(two)} belongs to another group: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kept_votes_serve_a_million_entries_and_then_are_asked_for_again()
    {
        await using var node = await CoterieNode.StartAsync(new CoterieOptions());
        long last = 0;
        for (var i = 0; i <= 1_000_000; i++)
        {
            using var held = await node.AcquireAsync("a", Patience);
            Assert.True(held.Token > last, $"{held.Token} after {last}");
            last = held.Token;
            if (i is 0 or 999_999)
                Assert.Equal((1L << FencingToken.EntryBits) + i, held.Token);
        }
        Assert.Equal(2L << FencingToken.EntryBits, last);
    }

    [Fact]
    public async Task A_thousand_that_wait_in_one_process_enter_in_the_order_in_which_they_asked()
    {
        await using var node = await CoterieNode.StartAsync(new CoterieOptions());
        var first = await node.AcquireAsync("a", Patience);
        var waiting = Enumerable.Range(0, 1000).Select(_ => node.AcquireAsync("a", Patience).AsTask()).ToList();
        first.Dispose();
        for (var i = 0; i < waiting.Count; i++)
        {
            var held = await waiting[i];
            Assert.All(waiting.Skip(i + 1), task => Assert.False(task.IsCompleted));
            held.Dispose();
        }
    }

    [Theory]
    [InlineData(200, 'x')]
    [InlineData(1000, '\u20ac')]
    public void Every_page_of_a_voters_state_fits_into_the_smallest_frame(int length, char letter)
    {
        const int Smallest = 32_000;
        var purpose = new string(letter, length);
        var voter = new Voter(new ProcessId(1), new QuorumTerms(1), 6, isNew: true);
        var outbox = new Outbox();
        for (var client = 1; client <= 1000; client++)
        {
            var session = new SessionId(long.MaxValue - client);
            Take(client, new QuorumProtocol.Beat(session, 1, 1, null, 0, purpose));
            Take(client, Request(session, 1, "b"));
            Take(client, Request(session, 2, $"name {client:D4} {new string('n', 300)}"));
        }
        Take(1, Request(new SessionId(long.MaxValue - 1), 3, "a"));
        var names = new List<NameState>();
        while (true)
        {
            var state = voter.Describe(TimeSpan.FromDays(1), null, names.Count > 0 ? names[^1].Name : null, 24_000);
            Assert.InRange(Serializer.ToBinary(new Inspected(long.MaxValue, state)).Length, 1, Smallest - 1000);
            names.AddRange(state.Names);
            if (state.IsLast)
                break;
        }
        Assert.Equal(1002, names.Count);
        Assert.All(names, name => Assert.True(name.Name == "b" || name is { More: 0, Claims.Count: 1 }));
        var busy = names[1];
        Assert.True(busy.Claims.Count > 2 && busy.Claims[0].HasVote, $"{busy.Claims.Count}");
        Assert.Equal(1000, busy.Claims.Count + busy.More);

        void Take(int client, IMessage message)
        {
            outbox.Clear();
            voter.On(Input.Of(new ProcessId(1 + client), message), default, outbox);
        }

        QuorumProtocol.Request Request(SessionId session, long number, string name) =>
            new(session, number, name, VoteMode.Exclusive, new Ticket(number, session), 0, purpose);
    }

    private static int MemberAt(CoterieNode node, string address) => node.Members.ToList().IndexOf(address);

    private static string End(ActorSystem system) => $"127.0.0.1:{Node.AddressOf(system).Port}";

    private Akka.TestKit.TestProbe LogOf<TEvent>(ActorSystem system)
        where TEvent : LogEvent
    {
        var log = CreateTestProbe(system);
        system.EventStream.Subscribe(log.Ref, typeof(TEvent));
        return log;
    }

    private ActorSystem System()
    {
        var config = ConfigurationFactory.ParseString("akka { loglevel = WARNING, stdout-loglevel = OFF, loggers = [] }")
            .WithFallback(LabConfiguration.Load([]));
        var system = Node.Start(new IPEndPoint(IPAddress.Loopback, 0), config);
        _systems.Add(system);
        return system;
    }
}
