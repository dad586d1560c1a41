using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;
using static Coterie.Protocols.Memory.VariableClientProtocol;

namespace Coterie.Tests.Memory;

/// <summary>
/// One trace per rule of a variable's client, which is process 2; the variable, process 1, is played by the test.
/// </summary>
public sealed class VariableClientTests
{
    private static readonly ProcessId X = new(1);
    private static readonly ProcessId Self = new(2);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly Access WriteLock = new(LockMode.Write, IsLock: true);

    private readonly VariableClient _client = new(Self, Interval);
    private readonly Outbox _outbox = new();

    [Fact]
    public void A_lock_is_asked_for_held_used_and_given_back()
    {
        Says(new Acquire(LockMode.Write, Lease), new Asked(Stamp(1), WriteLock), new AcquireWrite(1, "x", Lease));
        Gets(new Granted(1, Lease), new Entered(Stamp(1), WriteLock));
        Says(new Put(new(5)), new Began(Stamp(3), Write(5)), new Write(3, "x", new(5), 1));
        Gets(new Written(3), new Used(Stamp(3), Write(5)));
        Says(Get.Instance, new Began(Stamp(5), new(LockMode.Read)), new Read(5, "x", 1));
        Gets(new Current(5, new(5)), new Used(Stamp(5), Read(5)));
        Says(Leave.Instance, new Left(Stamp(1)), new Release(2, "x", 1));
        Gets(new Released(2));
    }

    [Fact]
    public void A_read_or_a_write_under_no_lock_is_inside_for_the_step_that_brings_its_answer()
    {
        Says(Get.Instance, new Asked(Stamp(1), new(LockMode.Read)), new Read(1, "x"));
        Gets(new Current(1, new(7)), new Entered(Stamp(1), new(LockMode.Read)), new Used(Stamp(1), Read(7)), new Left(Stamp(1)));
        Says(new Put(new(8)), new Asked(Stamp(3), Write(8)), new Write(3, "x", new(8)));
        Gets(new Written(3), new Entered(Stamp(3), Write(8)), new Used(Stamp(3), Write(8)), new Left(Stamp(3)));
        Gets(new Written(3)); // a copy
    }

    [Fact]
    public void A_request_that_is_refused_is_lost()
    {
        Says(new Acquire(LockMode.Read), new Asked(Stamp(1), new(LockMode.Read, true)), new AcquireRead(1, "x"));
        Gets(new Refused(1, new Refusal.QueueFull(3)), new Lost(Stamp(1), "3 commands wait for this variable already"));
    }

    [Fact]
    public void A_lock_whose_lease_ran_out_is_lost_with_what_was_asked_under_it()
    {
        Enter();
        Says(new Put(new(5)), new Began(Stamp(3), Write(5)), new Write(3, "x", new(5), 1));
        Take(Input.Of(X, new Expired(1)));
        ExpectLost("its lease ran out"); // a copy of the acquire may have got it again: it is given back
        foreach (var late in (IWireMessage[])[new Written(3), new Expired(1)])
        {
            Take(Input.Of(X, late));
            Expect(); // no command waits for it any more
        }
        Gets(new Refused(2, new Refusal.NotHeld()));
    }

    [Fact]
    public void A_release_that_came_before_the_grant_is_sent_again()
    {
        Says(new Acquire(LockMode.Write), new Asked(Stamp(1), WriteLock), new AcquireWrite(1, "x"));
        Says(GiveUp.Instance, new Withdrawn(Stamp(1)), new Release(2, "x", 1));
        Gets(new Granted(1, Lease)); // the release has overtaken the acquire, but its answer comes later
        Take(Input.Of(X, new Refused(2, new Refusal.NotHeld())));
        Expect(Effect.Send(X, new Release(2, "x", 1)), Effect.Set(TimerId.Resend, Interval));
        Gets(new Released(2));
    }

    [Fact]
    public void A_client_that_comes_back_and_remembers_nothing_uses_other_ids_in_each_life()
    {
        Take(Input.Restart([]));
        var life = Assert.Single(_outbox.Items.ToArray()).Record!;
        Says(Get.Instance, new Asked(Stamp(1_000_001), new(LockMode.Read)), new Read(1_000_001, "x"));
        var next = new VariableClient(Self, Interval);
        _outbox.Clear();
        next.On(Input.Restart([life]), TimeSpan.Zero, _outbox);
        _outbox.Clear();
        next.On(Input.Of(Get.Instance), TimeSpan.Zero, _outbox);
        Assert.Equal(Stamp(2_000_001), _outbox.Items[0].Output!.Request);
    }

    [Fact]
    public void Under_a_lock_that_is_no_longer_held_the_refusal_tells_that_it_is_lost()
    {
        Enter();
        Says(Get.Instance, new Began(Stamp(3), new(LockMode.Read)), new Read(3, "x", 1));
        Take(Input.Of(X, new Refused(3, new Refusal.NotHeld())));
        ExpectLost("the lock is not held (released, or its lease ran out)");
    }

    [Fact]
    public void Whoever_gives_up_is_outside_at_once_and_an_answer_that_was_on_its_way_changes_nothing()
    {
        Says(new Acquire(LockMode.Write), new Asked(Stamp(1), WriteLock), new AcquireWrite(1, "x"));
        Says(GiveUp.Instance, new Withdrawn(Stamp(1)), new Release(2, "x", 1));
        Gets(new Granted(1, Lease)); // it is given back already
        Gets(new Released(2));
    }

    [Fact]
    public void A_lock_that_is_granted_to_nobody_who_wants_it_is_given_back_once()
    {
        Says(new Acquire(LockMode.Write), new Asked(Stamp(1), WriteLock), new AcquireWrite(1, "x"));
        Says(GiveUp.Instance, new Withdrawn(Stamp(1)), new Release(2, "x", 1));
        Gets(new Refused(2, new Refusal.NotHeld())); // the release has overtaken the acquire
        Take(Input.Of(X, new Granted(1, Lease)));
        Expect(Effect.Send(X, new Release(2, "x", 1)), Effect.Set(TimerId.Resend, Interval));
        Take(Input.Of(X, new Granted(1, Lease)));
        Expect();
    }

    [Fact]
    public void Giving_up_inside_has_no_effect_and_outside_it_is_refused()
    {
        Take(Input.Of(GiveUp.Instance));
        Expect(Effect.Tell(new OutOfTurn(GiveUp.Instance, Standing.Outside)));
        Enter();
        Take(Input.Of(GiveUp.Instance));
        Expect();
    }

    [Fact]
    public void A_command_out_of_turn_is_refused_and_changes_nothing()
    {
        Refuses(Leave.Instance, Standing.Outside);
        Says(Get.Instance, new Asked(Stamp(1), new(LockMode.Read)), new Read(1, "x"));
        Refuses(Get.Instance, Standing.Waiting);
        Refuses(new Acquire(LockMode.Read), Standing.Waiting);
        Take(Input.Of(X, new Current(1, new(7))));
        Enter(3);
        Refuses(new Acquire(LockMode.Read), Standing.Inside);
        Says(Get.Instance, new Began(Stamp(5), new(LockMode.Read)), new Read(5, "x", 3));
        Refuses(Leave.Instance, Standing.Inside); // it waits for an answer under the lock
    }

    [Fact]
    public void What_has_no_answer_is_sent_again_after_the_interval_and_after_a_restart()
    {
        Enter();
        Take(Input.Of(Leave.Instance));
        Take(Input.Of(new Acquire(LockMode.Write)));
        foreach (var input in (Input[])[Input.Of(TimerId.Resend), Input.Restart([])])
        {
            Take(input);
            Expect(
                Effect.Send(X, new Release(2, "x", 1)),
                Effect.Set(TimerId.Resend, Interval),
                Effect.Send(X, new AcquireWrite(3, "x")),
                Effect.Set(TimerId.Resend, Interval));
        }
    }

    [Fact]
    public void The_timer_is_cancelled_once_everything_has_its_answer()
    {
        Enter();
        Take(Input.Of(Leave.Instance));
        Take(Input.Of(new Acquire(LockMode.Write)));
        Take(Input.Of(X, new Released(2)));
        Expect();
        Take(Input.Of(X, new Granted(3, Lease)));
        Expect(Effect.Tell(new Entered(Stamp(3), WriteLock)), Effect.Cancel(TimerId.Resend));
    }

    [Fact]
    public void An_answer_of_another_process_breaks_a_rule()
    {
        Assert.Throws<BrokenRuleException>(() => Take(Input.Of(new ProcessId(3), new Granted(1, Lease))));
        Assert.Throws<BrokenRuleException>(() => Take(Input.Gone(X)));
    }

    private static Timestamp Stamp(long id) => new(id, Self);

    private static Access Write(int value) => new(LockMode.Write, Value: new(value));

    private static Access Read(int value) => new(LockMode.Read, Value: new(value));

    private void Enter(long id = 1)
    {
        Take(Input.Of(new Acquire(LockMode.Write)));
        Take(Input.Of(X, new Granted(id, Lease)));
    }

    // A command, what the client says about it, and what it sends.
    private void Says(ICommand command, IOutput output, IVariableCommand sent)
    {
        Take(Input.Of(command));
        var said = output is Asked or Began ? Effect.Note(output) : Effect.Tell(output);
        Expect(said, Effect.Send(X, sent), Effect.Set(TimerId.Resend, Interval));
    }

    // An answer to the last open command, and what the client says about it.
    private void Gets(IWireMessage answer, params IOutput[] outputs)
    {
        Take(Input.Of(X, answer));
        var isMissing = answer is Granted && outputs.Length == 0;
        Expect([.. outputs.Select(Effect.Tell), .. (Effect[])(isMissing ? [] : [Effect.Cancel(TimerId.Resend)])]);
    }

    private void Refuses(ICommand command, Standing standing)
    {
        Take(Input.Of(command));
        Expect(Effect.Tell(new OutOfTurn(command, standing)));
    }

    private void ExpectLost(string reason) => Expect(
        Effect.Tell(new Lost(Stamp(1), reason)), Effect.Send(X, new Release(2, "x", 1)), Effect.Set(TimerId.Resend, Interval));

    private void Expect(params Effect[] effects) => Assert.Equal(effects, _outbox.Items.ToArray());

    private void Take(Input input)
    {
        _outbox.Clear();
        _client.On(input, TimeSpan.Zero, _outbox);
        _client.Check();
    }
}
