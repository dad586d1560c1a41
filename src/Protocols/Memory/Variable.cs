using Coterie.Protocols.Kernel;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Protocols.Memory;

/// <summary>
/// The rules of one variable, around its <see cref="WriterPriorityLock"/>. Commands of clients are its messages; its host gives
/// numbers to the clients. Its timers are the leases of the locks that are held. A message that was kept and let in must come
/// again before any other input.
/// </summary>
/// <remarks>
/// <code>
/// input                          condition                                    answer
/// Read, Write                    in by the lock's rules                       Current, Written
/// Read, Write under a lock       held by the sender, to write for a Write     Current, Written, at once
/// Read, Write under a lock       not held                                     Refused: NotHeld
/// any Read                       the value is no whole number of 32 bits      Refused: NoNumber
/// any Write                      with a smaller fence than one seen           Refused: Fenced
/// Operate                        as a Read if it reads, otherwise as a Write  Operated
/// any Operate that changes       it is in the value already                   Operated, as before; nothing is changed
/// any Operate that changes       it is repeated, and may be forgotten         Operated: unknown; nothing is changed
/// AcquireRead, AcquireWrite      in by the lock's rules                       Granted
/// Release                        held or waited for                           Released
/// Release                        neither                                      Refused: NotHeld
/// a lease that runs out          the lock is held                             Expired, to the holder
/// a client that is gone                                                       none; its claims are dropped
/// Restart                        with what it knew                            none; what waited is lost, leases start again
/// </code>
/// The rules that a broken variant would break are virtual, one method each; those of the lock, in
/// <see cref="WriterPriorityLock"/>.
/// </remarks>
public class Variable : IMachine
{
    /// <summary>The kind of the timers that are leases.</summary>
    public const int LeaseKind = 1;

    private readonly VariableLimits _limits;
    private readonly WriterPriorityLock _lock;
    private readonly VariableState _state = new();
    private Timestamp? _fence;
    private Current? _lastRead; // the last answers: the next is often the same
    private Written? _lastWrite;

    /// <summary>A variable without a value, under a lock that nobody holds.</summary>
    /// <param name="limits">What it keeps at most; null for the defaults.</param>
    public Variable(VariableLimits? limits = null)
        : this(limits ?? new VariableLimits(), rules: null)
    {
    }

    /// <summary>The same under a given lock.</summary>
    /// <param name="limits">What it keeps at most.</param>
    /// <param name="rules">The lock, made with the same limits; null for one that keeps its rules.</param>
    internal Variable(VariableLimits limits, WriterPriorityLock? rules)
    {
        _limits = limits;
        _lock = rules ?? new WriterPriorityLock(limits);
    }

    /// <summary>The whole number of 32 bits that it has; 0 if it has none, or another value.</summary>
    public Value Value => _state.Number;

    /// <summary>Whether it has no value: nobody has written it yet, or it was deleted.</summary>
    public bool IsNeverWritten => !_state.HasValue;

    /// <summary>Its value, of any kind; null if it has none.</summary>
    internal VariableValue? Content => _state.Content.Value;

    /// <summary>How often it was changed; deletions count.</summary>
    internal long Version => _state.Version;

    /// <summary>Whether the message that comes next must be one that was let in.</summary>
    internal bool IsReturning => _lock.IsReturning;

    /// <inheritdoc/>
    public void On(in Input input, TimeSpan now, Outbox outbox)
    {
        switch (input.Kind)
        {
            case InputKind.Message when input.Message is IVariableCommand m: On(input.From, m, outbox); break;
            case InputKind.Timer when input.Timer.Kind == LeaseKind: OnLeaseOver(input.Timer.Number, outbox); break;
            case InputKind.Gone: _lock.ClientGone(input.From, outbox); break;
            case InputKind.Start: break;
            case InputKind.Restart: _lock.Restart(outbox); break;
            default:
                throw new BrokenRuleException(
                    $"The input of a variable must be a command, a lease or a lost client, was [{Named(input)}]; [{this}].");
        }
        _lock.LetInNext(outbox);
    }

    /// <summary>The variable ends for good: <see cref="VariableLimits.Budget"/> gets back what its claims have of it.</summary>
    public void End() => _lock.End();

    /// <inheritdoc/>
    public void Exchange(StateCodec codec)
    {
        _state.Exchange(codec);
        _fence = codec.Request(_fence);
        _lock.Exchange(codec);
    }

    /// <inheritdoc/>
    public void Check() => _lock.Check();

    /// <summary>The whole state, for the message of an error.</summary>
    public override string ToString() =>
        $"value {_state}, fence {_fence?.ToString() ?? "none"}, {_lock}";

    /// <summary>A write with a smaller fence than one seen comes from a section that is over.</summary>
    protected virtual bool IsOver(Timestamp? fence) => fence < _fence;

    /// <summary>A write takes effect.</summary>
    protected virtual void Set(Value value) => _state.Set(value);

    /// <summary>The timer of the lease under which a claim holds the lock; null if it does not hold it.</summary>
    internal TimerId? LeaseOf(Timestamp claim) => _lock.LeaseOf(claim.Process, claim.Clock);

    /// <summary>The timer of a lease.</summary>
    internal static TimerId LeaseTimer(int number) => new(LeaseKind, number);

    private void On(ProcessId client, IVariableCommand command, Outbox outbox)
    {
        if (IsReturning)
            Return(client, command, outbox);
        else
            Arrive(client, command, outbox);
    }

    private void Return(ProcessId client, IVariableCommand command, Outbox outbox)
    {
        if (_lock.Return(client, command.Id, outbox))
            CarryOut(client, command, outbox);
    }

    private void Arrive(ProcessId client, IVariableCommand command, Outbox outbox)
    {
        switch (command)
        {
            case Read { Under: null }: Enter(client, command, LockMode.Read, null, outbox); break;
            case Write { Under: null }: Enter(client, command, LockMode.Write, null, outbox); break;
            case Operate { Under: null } m: Enter(client, m, m.Mode, null, outbox); break;
            case Read { Under: { } held }: CarryOutUnder(client, held, LockMode.Read, command, outbox); break;
            case Write { Under: { } held }: CarryOutUnder(client, held, LockMode.Write, command, outbox); break;
            case Operate { Under: { } held } m: CarryOutUnder(client, held, m.Mode, m, outbox); break;
            case AcquireRead m: Enter(client, m, LockMode.Read, _limits.LeaseFor(m.Lease), outbox); break;
            case AcquireWrite m: Enter(client, m, LockMode.Write, _limits.LeaseFor(m.Lease), outbox); break;
            case Release m: On(client, m, outbox); break;
        }
    }

    private void Enter(ProcessId client, IVariableCommand command, LockMode mode, TimeSpan? lease, Outbox outbox)
    {
        switch (_lock.Arrive(client, command.Id, mode, lease, outbox))
        {
            case Admission.Now or Admission.HoldsAlready: CarryOut(client, command, outbox); break;
            case Admission.Waits or Admission.WaitsAlready: break;
            case var refused: Refuse(client, command, RefusalOf(refused), outbox); break;
        }
    }

    private Refusal RefusalOf(Admission admission) => admission switch
    {
        Admission.IdTaken => new Refusal.IdTaken(),
        Admission.QueueFull => new Refusal.QueueFull(_limits.MostWaiting),
        Admission.TooManyLocks => new Refusal.TooManyLocks(_limits.MostLocks),
        Admission.TooManyLocksOfClient => new Refusal.TooManyLocksOfClient(_limits.MostLocksOfClient),
        Admission.MemoryFull => new Refusal.MemoryFull(_limits.Budget!.Most),
        _ => throw new BrokenRuleException($"A command that is refused must be so for a reason, was [{admission}]; [{this}]."),
    };

    private void CarryOutUnder(ProcessId client, long held, LockMode mode, IVariableCommand command, Outbox outbox)
    {
        if (_lock.Holds(client, held, mode))
            CarryOut(client, command, outbox);
        else
            Refuse(client, command, new Refusal.NotHeld(), outbox);
    }

    private void CarryOut(ProcessId client, IVariableCommand command, Outbox outbox)
    {
        switch (command)
        {
            case Read m when _state.IsOther: Refuse(client, m, new Refusal.NoNumber(), outbox); break;
            case Read m: outbox.Send(client, AnswerTo(m)); break;
            case Write m: CarryOut(client, m, outbox); break;
            case Operate m: CarryOut(client, m, outbox); break;
            case AcquireRead m: outbox.Send(client, new Granted(m.Id, _limits.LeaseFor(m.Lease))); break;
            case AcquireWrite m: outbox.Send(client, new Granted(m.Id, _limits.LeaseFor(m.Lease))); break;
        }
    }

    private void CarryOut(ProcessId client, Write command, Outbox outbox)
    {
        if (IsOver(command.Fence))
        {
            Refuse(client, command, new Refusal.Fenced(_fence!.Value), outbox);
            return;
        }
        _fence = command.Fence ?? _fence;
        Set(command.Value);
        if (_lastWrite?.Id != command.Id)
            _lastWrite = new Written(command.Id);
        outbox.Send(client, _lastWrite);
    }

    private void CarryOut(ProcessId client, Operate command, Outbox outbox)
    {
        var (content, id) = (_state.Content, new OperationId(command.Client, command.Id));
        if (command.Mode == LockMode.Write && content.Find(id) is null)
        {
            if (IsOver(command.Fence))
            {
                Refuse(client, command, new Refusal.Fenced(_fence!.Value), outbox);
                return;
            }
            if (command.IsRepeated && content.Version > VariableContent.MostRecent)
            {
                outbox.Send(client, new Operated(command.Id, new Outcome.Unknown()));
                return;
            }
            if (OperationRules.Change(command.Operation, id, content) is { } changed)
            {
                _fence = command.Fence ?? _fence;
                _state.Set(content = changed);
            }
        }
        outbox.Send(client, new Operated(command.Id, OperationRules.OutcomeOf(command.Operation, id, content)));
    }

    private Current AnswerTo(Read command)
    {
        if (_lastRead?.Id != command.Id || _lastRead.Value != Value || _lastRead.IsNeverWritten != IsNeverWritten)
            _lastRead = new Current(command.Id, Value, IsNeverWritten);
        return _lastRead;
    }

    private void On(ProcessId client, Release command, Outbox outbox)
    {
        if (_lock.Leave(client, command.Lock, outbox))
            outbox.Send(client, new Released(command.Id));
        else
            Refuse(client, command, new Refusal.NotHeld(), outbox);
    }

    private void OnLeaseOver(long lease, Outbox outbox)
    {
        var over = _lock.LeaseOver(lease, outbox);
        outbox.Send(over.Process, new Expired(over.Clock));
    }

    private static void Refuse(ProcessId client, IVariableCommand command, Refusal reason, Outbox outbox) =>
        outbox.Send(client, new Refused(command.Id, reason));

    private static object Named(in Input input) => input.Kind switch
    {
        InputKind.Message => input.Message!,
        InputKind.Timer => input.Timer,
        InputKind.Command => input.Command!,
        _ => input.Kind,
    };
}
