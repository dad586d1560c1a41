using Akka.Actor;
using Akka.Remote;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.Client;
using Coterie.Protocols.Variables;
using static Coterie.Actors.Memory.Client.SessionProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory.Client;

/// <summary>
/// The client's actor: traces of messages between it, its callers and a memory that a probe plays, in virtual time.
/// </summary>
public sealed class SessionTests : TestKit
{
    private const string VirtualTime = """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly TestProbe _memory;
    private readonly Address _node;
    private readonly IActorRef _session;

    public SessionTests()
        : base(Akka.Configuration.ConfigurationFactory.ParseString(VirtualTime).WithFallback(CoterieConfiguration.Load([])))
    {
        _node = ((ExtendedActorSystem)Sys).Provider.DefaultAddress;
        _memory = CreateTestProbe("memory-probe");
        _session = Sys.ActorOf(SessionActor.Props(_node));
    }

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public async Task A_call_finds_the_memory_and_gets_its_answer()
    {
        Memory();
        Tell(new Read(1, "x"));
        await _memory.ExpectMsgAsync(new Read(1, "x"));
        _memory.Reply(new Current(1, new(5)));
        await ExpectMsgAsync(new Current(1, new(5)));
    }

    [Fact]
    public async Task A_memory_that_starts_later_is_waited_for()
    {
        Tell(new Read(1, "x"));
        await AdvanceAsync(Limit / 2);
        Memory();
        await AdvanceAsync(Limit / 4);                              // asks again
        await _memory.ExpectMsgAsync(new Read(1, "x"));
        _memory.Reply(new Current(1, new(5)));
        await ExpectMsgAsync(new Current(1, new(5)));
    }

    [Fact]
    public async Task A_memory_that_never_starts_gets_no_command_and_the_caller_knows_it()
    {
        Tell(new Write(1, "x", new(5)));
        await AdvanceAsync(Limit);
        Assert.False((await ExpectMsgAsync<NoAnswer>()).IsSent);
        Memory();
        Tell(new Read(2, "x"));
        await _memory.ExpectMsgAsync(new Read(2, "x"));             // the write is not sent later
    }

    [Fact]
    public async Task Each_answer_goes_to_its_caller_in_whatever_order_they_come()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        Memory();
        _session.Tell(new Call(new Read(1, "x"), Limit), a);
        _session.Tell(new Call(new Read(2, "x"), Limit), b);
        await _memory.ExpectMsgAsync(new Read(1, "x"));
        await _memory.ExpectMsgAsync(new Read(2, "x"));
        _memory.Reply(new Current(2, new(2)));
        _memory.Reply(new Current(1, new(1)));
        await a.ExpectMsgAsync(new Current(1, new(1)));
        await b.ExpectMsgAsync(new Current(2, new(2)));
    }

    [Fact]
    public async Task A_call_without_an_answer_ends_after_its_limit()
    {
        Memory();
        Tell(new Write(1, "x", new(5)));
        await _memory.ExpectMsgAsync<Write>();
        Time.Advance(Limit);
        var no = await ExpectMsgAsync<NoAnswer>();
        Assert.EndsWith("within 5 s", no.Reason, StringComparison.Ordinal);
        Assert.True(no.IsSent);
        _memory.Reply(new Written(1));                              // too late: nobody waits for it any more
        await FenceAsync(2);
    }

    [Fact]
    public async Task An_acquire_without_an_answer_is_withdrawn_after_its_limit()
    {
        Memory();
        Tell(new AcquireWrite(1, "x"));
        await _memory.ExpectMsgAsync<AcquireWrite>();
        Time.Advance(Limit);
        await ExpectMsgAsync<NoAnswer>();
        Assert.Equal(1, (await _memory.ExpectMsgAsync<Release>()).Lock);
    }

    [Fact]
    public async Task An_acquire_that_its_caller_abandons_is_withdrawn()
    {
        Memory();
        var call = Tell(new AcquireRead(1, "x"));
        await _memory.ExpectMsgAsync<AcquireRead>();
        _session.Tell(new Abandon(call), TestActor);
        Assert.Equal(1, (await _memory.ExpectMsgAsync<Release>()).Lock);
    }

    [Fact]
    public async Task A_lock_that_is_granted_while_its_caller_stops_waiting_is_released()
    {
        Memory();
        var acquire = Tell(new AcquireWrite(1, "x"), new HeldLock(TimeProvider.System));
        await _memory.ExpectMsgAsync<AcquireWrite>();
        _memory.Reply(new Granted(1, TimeSpan.FromSeconds(30)));
        await ExpectMsgAsync<Granted>();
        _session.Tell(new Abandon(acquire), TestActor);
        Assert.Equal(1, (await _memory.ExpectMsgAsync<Release>()).Lock);
        Assert.Equal(TimeSpan.Zero, acquire.Held!.Remaining);
    }

    [Fact]
    public async Task A_renewal_whose_caller_stops_waiting_leaves_the_lock_held()
    {
        Memory();
        var held = new HeldLock(TimeProvider.System);
        Tell(new AcquireWrite(1, "x"), held);
        await GrantAsync();
        var renewal = Tell(new AcquireWrite(1, "x"), held);
        await GrantAsync();
        _session.Tell(new Abandon(renewal), TestActor);
        await FenceAsync(2);                                        // no release came before it
        Assert.NotEqual(TimeSpan.Zero, held.Remaining);
    }

    [Fact]
    public async Task Two_renewals_at_a_time_are_sent_once_and_both_answered()
    {
        Memory();
        var held = new HeldLock(TimeProvider.System);
        Tell(new AcquireWrite(1, "x"), held);
        await GrantAsync();
        Tell(new AcquireWrite(1, "x"), held);
        Tell(new AcquireWrite(1, "x"), held);
        await GrantAsync();
        await ExpectMsgAsync<Granted>();
        await FenceAsync(2);                                        // no second acquire came before it
    }

    [Fact]
    public async Task Of_two_renewals_the_one_that_is_abandoned_takes_nothing_from_the_other()
    {
        Memory();
        var held = new HeldLock(TimeProvider.System);
        Tell(new AcquireWrite(1, "x"), held);
        await GrantAsync();
        Tell(new AcquireWrite(1, "x"), held);
        _session.Tell(new Abandon(Tell(new AcquireWrite(1, "x"), held)), TestActor);
        await GrantAsync();
        await FenceAsync(2);
    }

    [Fact]
    public async Task What_comes_before_the_command_was_sent_does_not_answer_it()
    {
        Tell(new AcquireWrite(1, "x"), new HeldLock(TimeProvider.System)); // there is no memory yet
        _session.Tell(new Granted(1, TimeSpan.FromSeconds(30)), TestActor); // the late answer to an earlier renewal
        await StopAsync();
        Assert.False((await ExpectMsgAsync<NoAnswer>()).IsSent);
    }

    [Fact]
    public async Task A_session_that_stops_answers_every_call_and_says_what_was_sent()
    {
        Tell(new Write(1, "x", new(5)));                            // there is no memory yet
        await StopAsync();
        await ExpectMsgAsync(new NoAnswer("this client's node has stopped", IsSent: false, NodeIsSpent: true));
    }

    [Fact]
    public async Task A_session_that_stops_says_of_what_was_sent_that_it_may_be_done()
    {
        Memory();
        Tell(new Write(1, "x", new(5)));
        await _memory.ExpectMsgAsync<Write>();
        await StopAsync();
        Assert.True((await ExpectMsgAsync<NoAnswer>()).IsSent);
    }

    [Fact]
    public async Task A_session_that_fails_answers_every_call_and_stops()
    {
        await WatchAsync(_session);
        Tell(new Read(1, "x"));
        await EventFilter.Exception<NullReferenceException>().ExpectOneAsync(() =>
        {
            _session.Tell(new Abandon(null!), TestActor);           // a message that nobody sends
            return Task.CompletedTask;
        });
        Assert.StartsWith("this client failed: ", (await ExpectMsgAsync<NoAnswer>()).Reason, StringComparison.Ordinal);
        await ExpectTerminatedAsync(_session);
    }

    [Fact]
    public async Task What_the_application_does_with_the_reason_may_fail_and_the_call_still_gets_its_answer()
    {
        var session = Sys.ActorOf(SessionActor.Props(_node, _ => throw new InvalidOperationException("full")));
        await session.Ask<ActorIdentity>(new Identify(1));
        Sys.EventStream.Publish(new AssociatedEvent(_node, _node, false));
        await EventFilter.Exception<InvalidOperationException>(contains: "full").ExpectOneAsync(() =>
        {
            session.Tell(new Call(new Read(1, "x"), Limit), TestActor);
            return Task.CompletedTask;
        });
        await session.Ask<ActorIdentity>(new Identify(1));
        Time.Advance(Limit);
        Assert.EndsWith(", for 5 s", (await ExpectMsgAsync<NoAnswer>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_come_from_the_server_is_refused_and_logged()
    {
        Memory();
        Tell(new Read(1, "x"));
        await _memory.ExpectMsgAsync<Read>();
        var stranger = new StrangerRef();
        await EventFilter.Warning(start: "A Current of akka.tcp://other@10.0.0.9:4053/user/memory to ").ExpectOneAsync(() =>
        {
            _session.Tell(new Current(1, new(7)), stranger);
            return Task.CompletedTask;
        });
        _memory.Reply(new Current(1, new(5)));
        await ExpectMsgAsync(new Current(1, new(5)));
    }

    [Fact]
    public async Task An_acquire_that_cannot_be_withdrawn_is_logged()
    {
        Memory();
        for (var id = 1; id <= SessionActor.MostWithdrawn + 1; id++)
            Tell(new AcquireRead(id, "x"));
        await _memory.ReceiveNAsync(SessionActor.MostWithdrawn + 1, CancellationToken.None).LastAsync();
        await EventFilter.Warning(start: "A request for a lock on x cannot be withdrawn").ExpectOneAsync(() =>
        {
            Sys.EventStream.Publish(new DisassociatedEvent(_node, _node, false));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_lost_connection_ends_all_calls_and_the_next_one_looks_for_the_memory_again()
    {
        Memory();
        Tell(new Write(1, "x", new(5)));
        Tell(new AcquireWrite(2, "x"));
        await _memory.ExpectMsgAsync<Write>();
        await _memory.ExpectMsgAsync<AcquireWrite>();
        Sys.EventStream.Publish(new DisassociatedEvent(_node, _node, false));
        Assert.True((await ExpectMsgAsync<NoAnswer>()).IsSent);
        Assert.True((await ExpectMsgAsync<NoAnswer>()).IsSent);
        Tell(new Read(3, "x"));
        Assert.Equal(2, (await _memory.ExpectMsgAsync<Release>()).Lock); // first, the lock that nobody knows of any more
        await _memory.ExpectMsgAsync(new Read(3, "x"));
    }

    [Fact]
    public async Task A_command_that_was_not_sent_outlives_a_lost_connection()
    {
        Tell(new Write(1, "x", new(5)));
        Sys.EventStream.Publish(new DisassociatedEvent(_node, _node, false));
        Memory();
        await AdvanceAsync(Limit / 2);
        await _memory.ExpectMsgAsync(new Write(1, "x", new(5)));
    }

    [Fact]
    public async Task An_operation_outlives_a_lost_connection_and_says_that_it_was_sent_before()
    {
        var add = new Operate(1, "x", new Operation.Add(1), new(9));
        Memory();
        Tell(add);
        await _memory.ExpectMsgAsync(add);
        Sys.EventStream.Publish(new DisassociatedEvent(_node, _node, false));
        await _memory.ExpectMsgAsync(add with { IsRepeated = true });
        _memory.Reply(new Operated(1, new Outcome.Done(null, 1)));
        await ExpectMsgAsync(new Operated(1, new Outcome.Done(null, 1)));
    }

    [Fact]
    public async Task Events_of_other_nodes_do_not_matter()
    {
        Memory();
        Tell(new Read(1, "x"));
        await _memory.ExpectMsgAsync<Read>();
        Sys.EventStream.Publish(new DisassociatedEvent(_node, _node.WithPort(99), false));
        await FenceAsync(2);
    }

    [Fact]
    public async Task A_client_that_was_given_up_for_good_needs_another_node()
    {
        Memory();
        Tell(new Read(1, "x"));
        await _memory.ExpectMsgAsync<Read>();
        Sys.EventStream.Publish(new ThisActorSystemQuarantinedEvent(_node, _node));
        Assert.True((await ExpectMsgAsync<NoAnswer>()).NodeIsSpent);
    }

    private void Memory() => Sys.ActorOf(Props.Create(() => new ForwardTo(_memory)), MemoryActor.Name);

    private Call Tell(IWireMessage command, HeldLock? held = null)
    {
        var call = new Call(command, Limit, held);
        _session.Tell(call, TestActor);
        return call;
    }

    private async Task GrantAsync()
    {
        await _memory.ExpectMsgAsync(new AcquireWrite(1, "x"));
        _memory.Reply(new Granted(1, TimeSpan.FromSeconds(30)));
        await ExpectMsgAsync<Granted>();
    }

    private async Task StopAsync()
    {
        await _session.Ask<ActorIdentity>(new Identify(1));         // it has handled all that it was sent
        Sys.Stop(_session);
    }

    // Before, the session handles all its messages and sets its timers; after, it handles the timers that are due.
    private async Task AdvanceAsync(TimeSpan time)
    {
        await _session.Ask<ActorIdentity>(new Identify(1));
        Time.Advance(time);
        await _session.Ask<ActorIdentity>(new Identify(2));
    }

    private async Task FenceAsync(long id)
    {
        Tell(new Read(id, "fence"));
        await _memory.FishForMessageAsync<Read>(read => read.Id == id);
        _memory.Reply(new Current(id, default));
        await ExpectMsgAsync(new Current(id, default));
    }

    private sealed class StrangerRef : MinimalActorRef
    {
        public override ActorPath Path { get; } = ActorPath.Parse("akka.tcp://other@10.0.0.9:4053/user/memory");

        public override IActorRefProvider Provider => throw new NotSupportedException();
    }

    private sealed class ForwardTo : ReceiveActor
    {
        public ForwardTo(IActorRef to) => ReceiveAny(to.Forward);
    }
}
