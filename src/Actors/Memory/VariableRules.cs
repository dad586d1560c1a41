using Coterie.Actors.Memory.RawPort;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory;

/// <summary>
/// The rules of one variable: a deterministic state machine around its <see cref="WriterPriorityLock{TClient}"/>. A command that comes in goes to
/// <see cref="Arrive(TClient, IVariableCommand, VariableEffects{TClient})"/>; one that was kept and let in, to
/// <see cref="Return(TClient, IVariableCommand, VariableEffects{TClient})"/>. Nothing else happens: no input or output, clock, thread or random draw.
/// </summary>
/// <remarks>
/// <code>
/// command                        condition                                    answer
/// Read, Write                    in by the lock's rules                       Current, Written
/// Read, Write under a lock       held by the sender, to write for a Write     Current, Written, at once
/// Read, Write under a lock       not held                                     Refused: NotHeld
/// any Write                      with a smaller fence than one seen           Refused: Fenced
/// AcquireRead, AcquireWrite      in by the lock's rules                       Granted
/// Release                        held or waited for                           Released
/// Release                        neither                                      Refused: NotHeld
/// a lease that runs out          the lock is held                             Expired, to the holder
/// </code>
/// </remarks>
/// <param name="settings">The limits.</param>
/// <param name="rules">The lock.</param>
public sealed class VariableRules<TClient>(MemorySettings settings, WriterPriorityLock<TClient> rules)
    where TClient : notnull
{
    // A batch is a client of its own, with one command at a time.
    private const long OfBatch = 0;
    private Timestamp? _fence;

    /// <summary>The value written last; 0 before the first.</summary>
    public Value Value { get; private set; }

    /// <summary>Whether nobody has written it yet.</summary>
    public bool IsNeverWritten { get; private set; } = true;

    /// <summary>A command comes in.</summary>
    public void Arrive(TClient client, IVariableCommand command, VariableEffects<TClient> effects)
    {
        switch (command)
        {
            case Read { Under: null }: Enter(client, command, LockMode.Read, null, effects); break;
            case Write { Under: null }: Enter(client, command, LockMode.Write, null, effects); break;
            case Read { Under: { } held }: CarryOutUnder(client, held, LockMode.Read, command, effects); break;
            case Write { Under: { } held }: CarryOutUnder(client, held, LockMode.Write, command, effects); break;
            case AcquireRead m: Enter(client, m, LockMode.Read, settings.LeaseFor(m.Lease), effects); break;
            case AcquireWrite m: Enter(client, m, LockMode.Write, settings.LeaseFor(m.Lease), effects); break;
            case Release m: On(client, m, effects); break;
        }
        rules.LetInNext(effects);
    }

    /// <summary>A command that was kept comes again, let in.</summary>
    public void Return(TClient client, IVariableCommand command, VariableEffects<TClient> effects)
    {
        if (rules.Return(effects))
            CarryOut(client, command, effects);
        rules.LetInNext(effects);
    }

    /// <summary>Plain reads and writes come in, to be carried out in order.</summary>
    /// <returns>Whether all have their answers or were refused; otherwise the batch is kept at the command that must wait.</returns>
    public bool Arrive(TClient client, CommandBatch batch, VariableEffects<TClient> effects)
    {
        while (!batch.IsDone)
        {
            if (!rules.IsFree && !Enter(client, batch, effects))
            {
                rules.LetInNext(effects);
                return batch.IsDone;
            }
            CarryOutNext(batch);
        }
        rules.LetInNext(effects);
        return true;
    }

    /// <summary>A batch that was kept comes again, let in with its next command.</summary>
    /// <returns>As for one that comes in; false also where it was withdrawn.</returns>
    public bool Return(TClient client, CommandBatch batch, VariableEffects<TClient> effects)
    {
        if (!rules.Return(effects))
        {
            rules.LetInNext(effects);
            return false;
        }
        CarryOutNext(batch);
        return Arrive(client, batch, effects);
    }

    /// <summary>A batch that waits is given up.</summary>
    /// <returns>Whether it waited; otherwise it has its answer.</returns>
    public bool Withdraw(TClient client, VariableEffects<TClient> effects)
    {
        var waited = rules.Leave(client, OfBatch, effects);
        rules.LetInNext(effects);
        return waited;
    }

    /// <summary>A client stopped or cannot be reached.</summary>
    public void ClientGone(TClient client, VariableEffects<TClient> effects)
    {
        rules.ClientGone(client, effects);
        rules.LetInNext(effects);
    }

    /// <summary>The lease of a lock ran out.</summary>
    public void LeaseDue(TClient client, long held, VariableEffects<TClient> effects)
    {
        if (rules.Leave(client, held, effects))
            Reply(client, new Expired(held), effects);
        rules.LetInNext(effects);
    }

    private void Enter(TClient client, IVariableCommand command, LockMode mode, TimeSpan? lease, VariableEffects<TClient> effects)
    {
        switch (rules.Arrive(client, command.Id, mode, lease, effects))
        {
            case Admission.Now or Admission.HoldsAlready: CarryOut(client, command, effects); break;
            case Admission.IdTaken: Refuse(client, command, new Refusal.IdTaken(), effects); break;
            case var refused when RefusalOf(refused) is { } reason: Refuse(client, command, reason, effects); break;
        }
    }

    private bool Enter(TClient client, CommandBatch batch, VariableEffects<TClient> effects)
    {
        var admission = rules.Arrive(client, OfBatch, batch.NextIsWrite ? LockMode.Write : LockMode.Read, null, effects);
        if (RefusalOf(admission) is { } reason)
            batch.Refuse(reason.ToString());
        return admission == Admission.Now;
    }

    private Refusal? RefusalOf(Admission admission) => admission switch
    {
        Admission.QueueFull => new Refusal.QueueFull(settings.MostWaiting),
        Admission.TooManyLocks => new Refusal.TooManyLocks(settings.MostLocks),
        Admission.TooManyLocksOfClient => new Refusal.TooManyLocksOfClient(settings.MostLocksOfClient),
        Admission.MemoryFull => new Refusal.MemoryFull(settings.MostClaims),
        _ => null,
    };

    private void CarryOutUnder(TClient client, long held, LockMode mode, IVariableCommand command, VariableEffects<TClient> effects)
    {
        if (rules.Holds(client, held, mode))
            CarryOut(client, command, effects);
        else
            Refuse(client, command, new Refusal.NotHeld(), effects);
    }

    private void CarryOut(TClient client, IVariableCommand command, VariableEffects<TClient> effects)
    {
        switch (command)
        {
            case Read: Reply(client, new Current(command.Id, Value, IsNeverWritten), effects); break;
            case Write m: CarryOut(client, m, effects); break;
            case AcquireRead m: Reply(client, new Granted(m.Id, settings.LeaseFor(m.Lease)), effects); break;
            case AcquireWrite m: Reply(client, new Granted(m.Id, settings.LeaseFor(m.Lease)), effects); break;
        }
    }

    private void CarryOut(TClient client, Write command, VariableEffects<TClient> effects)
    {
        if (command.Fence < _fence)
        {
            Refuse(client, command, new Refusal.Fenced(_fence!.Value), effects);
            return;
        }
        _fence = command.Fence ?? _fence;
        Set(command.Value);
        Reply(client, new Written(command.Id), effects);
    }

    private void CarryOutNext(CommandBatch batch)
    {
        if (batch.NextIsWrite)
        {
            Set(new Value(batch.NextValue));
            batch.Written();
        }
        else
        {
            batch.Read(Value.Number);
        }
    }

    private void Set(Value value) => (Value, IsNeverWritten) = (value, false);

    private void On(TClient client, Release command, VariableEffects<TClient> effects)
    {
        if (rules.Leave(client, command.Lock, effects))
            Reply(client, new Released(command.Id), effects);
        else
            Refuse(client, command, new Refusal.NotHeld(), effects);
    }

    private static void Refuse(TClient client, IVariableCommand command, Refusal reason, VariableEffects<TClient> effects) =>
        Reply(client, new Refused(command.Id, reason), effects);

    private static void Reply(TClient client, IWireMessage message, VariableEffects<TClient> effects) =>
        effects.Add(new(VariableEffectKind.Reply, client, message));
}
