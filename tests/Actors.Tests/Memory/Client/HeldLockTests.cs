using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.Client;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Variables;
using static Coterie.Actors.Memory.Client.SessionProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory.Client;

/// <summary>
/// What a client knows of the locks that it holds: traces between its session and a memory that a probe plays, in virtual time.
/// </summary>
public sealed class HeldLockTests : TestKit
{
    private const string VirtualTime = """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private readonly KnownServer _server = new();
    private readonly TestProbe _memory;
    private readonly SchedulerTime _time;
    private readonly HeldLock _held;
    private readonly IActorRef _session;
    private IActorRef _actor;

    public HeldLockTests()
        : base(Akka.Configuration.ConfigurationFactory.ParseString(VirtualTime).WithFallback(CoterieConfiguration.Load([])))
    {
        _time = new SchedulerTime((TestScheduler)Sys.Scheduler);
        _held = new HeldLock(_time);
        _memory = CreateTestProbe("memory-probe");
        _actor = Memory();
        _session = Sys.ActorOf(SessionActor.Props(((ExtendedActorSystem)Sys).Provider.DefaultAddress, null, _server, _time));
    }

    [Fact]
    public async Task A_lock_is_held_from_when_it_was_asked_for_and_lost_when_its_lease_runs_out()
    {
        await AskAsync();
        Advance(5);
        await GrantAsync();
        Assert.Equal(TimeSpan.FromSeconds(25), _held.Remaining);
        Advance(25);
        await LostAsync("its lease ran out");
    }

    [Fact]
    public async Task The_lease_of_a_lock_that_was_waited_for_long_is_renewed_at_once()
    {
        await AskAsync();
        Advance(29);
        _memory.Reply(new Granted(1, Lease));
        await _memory.ExpectMsgAsync(new AcquireWrite(1, "x"));
        Advance(1);
        await GrantAsync();
        Assert.Equal(TimeSpan.FromSeconds(29), _held.Remaining);
    }

    [Fact]
    public async Task A_renewed_lease_begins_when_the_renewal_was_sent()
    {
        await AskAsync();
        await GrantAsync();
        Advance(20);
        await AskAsync();
        Advance(1);
        await GrantAsync();
        Assert.Equal(TimeSpan.FromSeconds(29), _held.Remaining);
        Advance(28);
        Assert.False(_held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_lock_whose_lease_ran_out_before_the_renewal_is_not_held_and_is_released()
    {
        await AskAsync();
        await GrantAsync();
        Advance(20);
        await AskAsync();
        Advance(10);
        await LostAsync("its lease ran out");
        _memory.Reply(new Granted(1, Lease));
        await ExpectMsgAsync(new Refused(1, new Refusal.NotHeld()));
        Assert.Equal(1, (await _memory.ExpectMsgAsync<Release>()).Lock);
    }

    [Fact]
    public async Task A_renewal_that_nobody_answers_leaves_the_lock_as_it_was()
    {
        await AskAsync();
        await GrantAsync();
        _session.Tell(new Call(new AcquireWrite(1, "x"), TimeSpan.FromSeconds(1), _held), TestActor);
        await _memory.ExpectMsgAsync<AcquireWrite>();
        Advance(1);
        await ExpectMsgAsync<NoAnswer>();
        Assert.Equal(TimeSpan.FromSeconds(29), _held.Remaining);
        _session.Tell(new Call(new Read(2, "x"), Limit), TestActor);
        await _memory.ExpectMsgAsync<Read>();                           // and no release before it
    }

    [Fact]
    public async Task A_lock_that_the_server_ends_is_lost()
    {
        await AskAsync();
        await GrantAsync();
        _session.Tell(new Expired(1), _actor);
        await LostAsync("its lease ran out");
    }

    [Fact]
    public async Task A_lock_that_is_released_is_not_lost()
    {
        await AskAsync();
        await GrantAsync();
        _session.Tell(new Call(new Release(2, "x", 1), Limit), TestActor);
        await _memory.ExpectMsgAsync<Release>();
        Advance(60);
        Assert.Equal((TimeSpan.Zero, false, null), (_held.Remaining, _held.Lost.IsCancellationRequested, _held.LossReason));
    }

    [Fact]
    public async Task A_lock_that_is_released_while_its_renewal_is_on_its_way_is_not_held_again()
    {
        await AskAsync();
        await GrantAsync();
        await AskAsync();
        _session.Tell(new Call(new Release(2, "x", 1), Limit), TestActor);
        await _memory.ExpectMsgAsync<Release>();
        _memory.Reply(new Granted(1, Lease));
        await ExpectMsgAsync(new Refused(1, new Refusal.NotHeld()));
        Assert.Equal(TimeSpan.Zero, _held.Remaining);
    }

    [Fact]
    public async Task What_the_application_does_on_a_loss_may_fail_and_that_is_logged()
    {
        await AskAsync();
        await GrantAsync();
        _held.Lost.Register(() => throw new InvalidOperationException("broken"));
        await EventFilter.Error(start: "What was registered on the loss of a lock on x failed").ExpectOneAsync(() =>
        {
            _session.Tell(new Expired(1), _actor);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_lost_lock_is_logged()
    {
        await AskAsync();
        await GrantAsync();
        await EventFilter.Info("A lock on x is lost: its lease ran out.").ExpectOneAsync(() =>
        {
            _session.Tell(new Expired(1), _actor);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task The_locks_of_a_memory_that_is_gone_are_lost()
    {
        await AskAsync();
        await GrantAsync();
        Sys.Stop(_actor);
        await LostAsync("is gone");
    }

    [Fact]
    public async Task A_memory_that_was_restarted_is_known_to_be_another_one()
    {
        await AskAsync();
        await GrantAsync();
        await WatchAsync(_actor);
        Sys.Stop(_actor);
        await ExpectTerminatedAsync(_actor);
        await LostAsync("is gone");
        // The parent knows that the actor is gone: the name is free.
        await Sys.ActorSelection("/user").Ask<ActorIdentity>(new Identify(1));
        _actor = Memory();
        _session.Tell(new Call(new Read(3, "x"), Limit), TestActor);
        await _memory.ExpectMsgAsync<Read>();
        Assert.Equal(1, _server.Restarts);
    }

    [Fact]
    public async Task An_operation_is_not_sent_to_a_memory_that_was_restarted_since()
    {
        _session.Tell(new Call(new Operate(1, "x", new Operation.Add(1), new(9)), Limit), TestActor);
        await _memory.ExpectMsgAsync<Operate>();
        Sys.Stop(_actor);
        await WatchAsync(_actor);
        await ExpectTerminatedAsync(_actor);
        await Sys.ActorSelection("/user").Ask<ActorIdentity>(new Identify(1));
        _actor = Memory();
        var node = ((ExtendedActorSystem)Sys).Provider.DefaultAddress;
        Sys.EventStream.Publish(new Akka.Remote.DisassociatedEvent(node, node, false));
        var no = await ExpectMsgAsync<NoAnswer>();
        Assert.True(no.IsSent);
        Assert.EndsWith("was restarted", no.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_ends_loses_its_locks()
    {
        await AskAsync();
        await GrantAsync();
        Sys.Stop(_session);
        await LostAsync("has stopped");
    }

    private IActorRef Memory() => Sys.ActorOf(Props.Create(() => new ForwardTo(_memory)), MemoryActor.Name);

    private void Advance(int seconds) => ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(seconds));

    private async Task AskAsync()
    {
        _session.Tell(new Call(new AcquireWrite(1, "x"), Limit, _held), TestActor);
        await _memory.ExpectMsgAsync(new AcquireWrite(1, "x"));
    }

    private async Task GrantAsync()
    {
        _memory.Reply(new Granted(1, Lease));
        await ExpectMsgAsync(new Granted(1, Lease));
    }

    private async Task LostAsync(string reason)
    {
        var lost = new TaskCompletionSource();
        await using var registration = _held.Lost.Register(lost.SetResult);
        await lost.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.EndsWith(reason, _held.LossReason, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, _held.Remaining);
    }

    private sealed class ForwardTo : ReceiveActor
    {
        public ForwardTo(IActorRef to) => ReceiveAny(to.Forward);
    }

    private sealed class SchedulerTime(TestScheduler scheduler) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => scheduler.Now.Ticks;
    }
}
