using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Tests.Memory;

/// <summary>One trace per rule of the lock that prefers writers. A, B and so on are clients.</summary>
public sealed class LockScenarios : VariableTest
{
    private readonly TimeSpan _lease;

    public LockScenarios()
        : base("akka.loglevel = INFO") =>
        _lease = Settings.DefaultLease;

    [Fact]
    public async Task Readers_share()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        await ExpectAsync(a, new AcquireRead(1, "x"), new Granted(1, _lease));
        await ExpectAsync(b, new AcquireRead(1, "x"), new Granted(1, _lease));      // beside A
        await ExpectAsync(b, new Read(2, "x", 1), new Current(2, default, IsNeverWritten: true));
        await ExpectAsync(a, new Read(2, "x", 1), new Current(2, default, IsNeverWritten: true));
    }

    [Fact]
    public async Task A_writer_is_alone()
    {
        var (a, b, c) = (CreateTestProbe("a"), CreateTestProbe("b"), CreateTestProbe("c"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, _lease));
        X.Tell(new AcquireRead(1, "x"), b);                                         // B waits
        X.Tell(new AcquireWrite(1, "x"), c);                                        // C waits
        await FenceAsync(b);
        await FenceAsync(c);
        await ExpectAsync(a, new Write(2, "x", new(7), 1), new Written(2));
        await ExpectAsync(a, new Release(3, "x", 1), new Released(3));
        await c.ExpectMsgAsync(new Granted(1, _lease));                             // C is in
    }

    [Fact]
    public async Task A_writer_that_waits_keeps_new_readers_out()
    {
        var (a, b, c) = (CreateTestProbe("a"), CreateTestProbe("b"), CreateTestProbe("c"));
        await ExpectAsync(a, new AcquireRead(1, "x"), new Granted(1, _lease));
        X.Tell(new AcquireWrite(1, "x"), b);                                        // B waits for A
        X.Tell(new AcquireRead(1, "x"), c);                                         // C waits for B
        await FenceAsync(b);
        await FenceAsync(c);
        await ExpectAsync(a, new Release(2, "x", 1), new Released(2));
        await b.ExpectMsgAsync(new Granted(1, _lease));                             // B is in, C is not
        await FenceAsync(c);
        await ExpectAsync(b, new Release(2, "x", 1), new Released(2));
        await c.ExpectMsgAsync(new Granted(1, _lease));                             // C is in
    }

    [Fact]
    public async Task A_leaving_writer_lets_the_next_writer_in_before_any_reader()
    {
        var (a, b, c) = (CreateTestProbe("a"), CreateTestProbe("b"), CreateTestProbe("c"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, _lease));
        X.Tell(new Read(1, "x"), b);                                                // B waits, and came first
        X.Tell(new Write(1, "x", new(5)), c);                                       // C waits
        await FenceAsync(c);
        await ExpectAsync(a, new Release(2, "x", 1), new Released(2));
        await c.ExpectMsgAsync(new Written(1));
        await b.ExpectMsgAsync(new Current(1, new(5)));                             // what C wrote
    }

    [Fact]
    public async Task A_holder_that_stops_is_released()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, _lease));
        X.Tell(new AcquireWrite(1, "x"), b);
        Sys.Stop(a);
        await b.ExpectMsgAsync(new Granted(1, _lease));
    }

    [Fact]
    public async Task The_log_says_whose_lock_expired_and_whose_was_dropped()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, _lease));
        await EventFilter.Info($"x: the write lock of {a} has expired").ExpectOneAsync(() =>
        {
            Time.Advance(_lease * 1.1);
            return Task.CompletedTask;
        });
        await a.ExpectMsgAsync(new Expired(1));
        await ExpectAsync(b, new AcquireRead(1, "x"), new Granted(1, _lease));
        await EventFilter.Info($"x: the read lock of {b} is dropped: its client is gone").ExpectOneAsync(() =>
        {
            Sys.Stop(b);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_holder_that_outlives_its_lease_is_released_and_told()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        await ExpectAsync(a, new AcquireWrite(1, "x", TimeSpan.FromSeconds(5)), new Granted(1, TimeSpan.FromSeconds(5)));
        X.Tell(new AcquireRead(1, "x"), b);
        await FenceAsync(b);
        Time.Advance(TimeSpan.FromSeconds(4.9));
        await FenceAsync(b);
        Time.Advance(TimeSpan.FromSeconds(0.2));
        await b.ExpectMsgAsync(new Granted(1, _lease));
        await a.ExpectMsgAsync(new Expired(1));
        await ExpectAsync(a, new Write(2, "x", new(9), 1), new Refused(2, new Refusal.NotHeld()));  // too late
        await ExpectAsync(b, new Read(2, "x", 1), new Current(2, default, IsNeverWritten: true));
    }

    [Fact]
    public async Task A_lock_that_is_asked_for_again_is_held_for_a_lease_from_then()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, _lease));
        X.Tell(new AcquireWrite(1, "x"), b);
        Time.Advance(_lease / 2);
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, _lease));
        Time.Advance(_lease * 0.6);
        await FenceAsync(b);                                                        // B waits still
        Time.Advance(_lease * 0.6);
        await b.ExpectMsgAsync(new Granted(1, _lease));
    }

    [Fact]
    public async Task A_waiter_that_is_gone_leaves_the_queue()
    {
        var (a, b, c, d) = (CreateTestProbe("a"), CreateTestProbe("b"), CreateTestProbe("c"), CreateTestProbe("d"));
        await ExpectAsync(a, new AcquireRead(1, "x"), new Granted(1, _lease));
        X.Tell(new AcquireWrite(1, "x"), b);
        X.Tell(new AcquireRead(1, "x"), c);
        await FenceAsync(c);                                                        // B waits for A, C for B
        Sys.Stop(b);
        await c.ExpectMsgAsync(new Granted(1, _lease));                             // beside A
        X.Tell(new Write(1, "x", new(3)), d);
        await ExpectAsync(a, new Release(2, "x", 1), new Released(2));
        await ExpectAsync(c, new Release(2, "x", 1), new Released(2));
        await d.ExpectMsgAsync(new Written(1));
    }

    [Fact]
    public async Task A_waiter_may_give_up()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, _lease));
        X.Tell(new AcquireWrite(1, "x"), b);
        await ExpectAsync(b, new Release(2, "x", 1), new Released(2));
        await ExpectAsync(a, new Release(2, "x", 1), new Released(2));
        await ExpectAsync(b, new Release(3, "x", 1), new Refused(3, new Refusal.NotHeld()));        // it was not granted the lock
        await ExpectAsync(b, new Read(4, "x"), new Current(4, default, IsNeverWritten: true));
    }

    [Fact]
    public async Task Reads_and_writes_under_no_lock_wait_as_a_reader_and_as_a_writer()
    {
        var (a, b, c) = (CreateTestProbe("a"), CreateTestProbe("b"), CreateTestProbe("c"));
        await ExpectAsync(a, new AcquireRead(1, "x"), new Granted(1, _lease));
        await ExpectAsync(b, new Read(1, "x"), new Current(1, default, IsNeverWritten: true));            // beside A
        X.Tell(new Write(2, "x", new(4)), b);                                       // waits for A
        X.Tell(new Read(1, "x"), c);                                                // waits for the write
        await FenceAsync(b);
        await FenceAsync(c);
        await ExpectAsync(a, new Release(2, "x", 1), new Released(2));
        await b.ExpectMsgAsync(new Written(2));
        await c.ExpectMsgAsync(new Current(1, new(4)));
    }

    [Fact]
    public async Task A_copy_of_what_waits_is_answered_once()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, _lease));
        X.Tell(new AcquireRead(1, "x"), b);
        X.Tell(new AcquireRead(1, "x"), b);
        X.Tell(new Read(2, "x"), b);
        X.Tell(new Read(2, "x"), b);
        await FenceAsync(b);
        await ExpectAsync(a, new Release(2, "x", 1), new Released(2));
        await b.ExpectMsgAsync(new Granted(1, _lease));
        await b.ExpectMsgAsync(new Current(2, default, IsNeverWritten: true));
        await FenceAsync(b);                                                        // and nothing else
        await ExpectAsync(b, new Release(3, "x", 1), new Released(3));
        await ExpectAsync(b, new Release(4, "x", 1), new Refused(4, new Refusal.NotHeld()));
    }

    [Fact]
    public async Task An_id_is_good_for_one_command()
    {
        var a = CreateTestProbe("a");
        await ExpectAsync(a, new AcquireRead(1, "x"), new Granted(1, _lease));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Refused(1, new Refusal.IdTaken()));
        await ExpectAsync(a, new Read(1, "x"), new Refused(1, new Refusal.IdTaken()));
    }

    [Fact]
    public async Task A_read_lock_does_not_allow_a_write()
    {
        var a = CreateTestProbe("a");
        await ExpectAsync(a, new AcquireRead(1, "x"), new Granted(1, _lease));
        await ExpectAsync(a, new Write(2, "x", new(1), 1), new Refused(2, new Refusal.NotHeld()));
    }

    [Fact]
    public async Task A_lock_is_its_holders_alone()
    {
        var (a, b) = (CreateTestProbe("a"), CreateTestProbe("b"));
        await ExpectAsync(a, new AcquireWrite(1, "x"), new Granted(1, _lease));
        await ExpectAsync(b, new Write(2, "x", new(1), 1), new Refused(2, new Refusal.NotHeld()));
        await ExpectAsync(b, new Release(3, "x", 1), new Refused(3, new Refusal.NotHeld()));
        await ExpectAsync(a, new Release(2, "x", 1), new Released(2));
    }

    [Fact]
    public async Task The_longest_lease_is_the_memorys()
    {
        var a = CreateTestProbe("a");
        await ExpectAsync(a, new AcquireWrite(1, "x", TimeSpan.MaxValue), new Granted(1, Settings.LongestLease));
        await ExpectAsync(a, new AcquireWrite(1, "x", TimeSpan.FromDays(-1)), new Granted(1, TimeSpan.FromMilliseconds(1)));
    }
}
