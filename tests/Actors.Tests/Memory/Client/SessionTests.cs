using Akka.Actor;
using Akka.Remote;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.Client;
using static Coterie.Actors.Memory.Client.SessionProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory.Client;

/// <summary>The client's actor: traces of messages between it, its callers and a memory that a probe plays, in virtual time.</summary>
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
    public async Task Answers_go_to_who_asked_in_whatever_order_they_come()
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
    public async Task A_call_that_nobody_answers_ends_with_its_time()
    {
        Memory();
        Tell(new Write(1, "x", new(5)));
        await _memory.ExpectMsgAsync<Write>();
        Time.Advance(Limit);
        var no = await ExpectMsgAsync<NoAnswer>();
        Assert.EndsWith("within 5 s", no.Reason, StringComparison.Ordinal);
        Assert.True(no.IsSent);
        _memory.Reply(new Written(1));                              // too late: nobody asks any more
        await FenceAsync(2);
    }

    [Fact]
    public async Task An_acquire_whose_time_is_over_is_withdrawn()
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
        Tell(new AcquireRead(1, "x"));
        await _memory.ExpectMsgAsync<AcquireRead>();
        _session.Tell(new Abandon(1), TestActor);
        Assert.Equal(1, (await _memory.ExpectMsgAsync<Release>()).Lock);
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
        Assert.Equal(2, (await _memory.ExpectMsgAsync<Release>()).Lock);            // what nobody knows of any more, first
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
    public async Task What_happens_to_other_nodes_does_not_matter()
    {
        Memory();
        Tell(new Read(1, "x"));
        await _memory.ExpectMsgAsync<Read>();
        Sys.EventStream.Publish(new DisassociatedEvent(_node, _node.WithPort(99), false));
        await FenceAsync(2);
    }

    [Fact]
    public async Task Nodes_that_have_given_each_other_up_are_told_apart_from_a_lost_connection()
    {
        Memory();
        Tell(new Read(1, "x"));
        await _memory.ExpectMsgAsync<Read>();
        Sys.EventStream.Publish(new ThisActorSystemQuarantinedEvent(_node, _node));
        Assert.True((await ExpectMsgAsync<NoAnswer>()).NodeIsSpent);
    }

    private void Memory() => Sys.ActorOf(Props.Create(() => new ForwardTo(_memory)), MemoryActor.Name);

    private void Tell(IWireMessage command) => _session.Tell(new Call(command, Limit), TestActor);

    // The session has handled all that it was told, its timers are set, and what the time made due is handled too.
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

    private sealed class ForwardTo : ReceiveActor
    {
        public ForwardTo(IActorRef to) => ReceiveAny(to.Forward);
    }
}
