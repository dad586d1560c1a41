using Akka.Actor;
using Akka.Event;
using Coterie.Actors.Memory.Client;
using static Coterie.Actors.Memory.Client.SessionProtocol;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory.Client;

/// <summary>What a grant does to the lock that it grants, without actors.</summary>
public sealed class HeldLocksTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);
    private readonly ManualTime _time = new();
    private readonly HeldLocks _locks;
    private readonly HeldLock _lock;

    public HeldLocksTests() => (_locks, _lock) = (new HeldLocks(_time, NoLogger.Instance), new HeldLock(_time));

    [Fact]
    public void A_grant_that_comes_soon_is_held_from_when_it_was_asked_for()
    {
        var acquire = Sent();
        _time.Seconds = 10;
        Assert.Equal(HeldLocks.Grant.Held, _locks.On(acquire, Lease, canAsk: true));
        Assert.Equal(TimeSpan.FromSeconds(30), _lock.Remaining);
    }

    [Fact]
    public void A_grant_that_comes_after_a_quarter_of_the_lease_is_asked_for_again_once()
    {
        var acquire = Sent();
        _time.Seconds = 11;
        Assert.Equal(HeldLocks.Grant.AskAgain, _locks.On(acquire, Lease, canAsk: true));
        acquire.OnSent(_time.GetTimestamp());
        _time.Seconds = 23;
        Assert.Equal(HeldLocks.Grant.Held, _locks.On(acquire, Lease, canAsk: true));
    }

    [Fact]
    public void A_late_grant_is_held_for_what_is_left_if_nobody_can_be_asked()
    {
        var acquire = Sent();
        _time.Seconds = 11;
        Assert.Equal(HeldLocks.Grant.Held, _locks.On(acquire, Lease, canAsk: false));
        Assert.Equal(TimeSpan.FromSeconds(29), _lock.Remaining);
    }

    [Fact]
    public void A_renewal_that_is_granted_after_the_lease_is_too_late_and_the_lock_is_lost()
    {
        _locks.On(Sent(), Lease, canAsk: true);
        _time.Seconds = 39;
        var renewal = Sent();
        _time.Seconds = 40;
        Assert.Equal(HeldLocks.Grant.TooLate, _locks.On(renewal, Lease, canAsk: true));
        Assert.Equal((HeldLocks.LeaseOver, false), (_lock.LossReason, _locks.Holds(1)));
    }

    [Fact]
    public void A_lock_that_was_released_is_not_held_again()
    {
        _locks.On(Sent(), Lease, canAsk: true);
        var renewal = Sent();
        _locks.Release(1);
        Assert.Equal(HeldLocks.Grant.TooLate, _locks.On(renewal, Lease, canAsk: true));
        Assert.Null(_lock.LossReason);
    }

    [Fact]
    public void A_lock_knows_the_call_that_acquired_it_from_those_that_renew_it()
    {
        var (acquire, renewal) = (Sent(), Sent());
        _locks.On(acquire, Lease, canAsk: true);
        _locks.On(renewal, Lease, canAsk: true);
        Assert.True(_locks.WasAcquiredBy(acquire.First));
        Assert.False(_locks.WasAcquiredBy(renewal.First));
    }

    private PendingCommand Sent()
    {
        var command = new PendingCalls().Add(new Call(new AcquireRead(1, "x"), TimeSpan.Zero, _lock), ActorRefs.Nobody);
        command.OnSent(_time.GetTimestamp());
        return command;
    }

    private sealed class ManualTime : TimeProvider
    {
        public int Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
