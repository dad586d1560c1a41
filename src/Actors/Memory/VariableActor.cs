using Akka.Actor;
using Coterie.Actors.Memory.RawPort;
using Coterie.Protocols.Memory;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory;

/// <summary>
/// One variable: the shell that lets <see cref="VariableRules{TClient}"/> run as an actor. What may not in yet is kept in two stashes, one for
/// readers and one for writers, so that letting in a writer costs the same whoever else waits. Its supervisor must stop it when it fails: restarted,
/// it would have forgotten its value and who holds the lock.
/// </summary>
public sealed class VariableActor : ReceiveActor, IWithUnboundedStash, IWithTimers
{
    private readonly string _name;
    private readonly WriterPriorityLock<object> _lock;
    private readonly VariableRules<object> _rules;
    private readonly VariableEffects<object> _effects = new();
    private readonly IStash _writers;

    // How many of the next messages are those let in: what is taken out of a stash goes before everything else in the mailbox.
    private int _returning;

    /// <summary>The variable of that name, at 0; see <see cref="Props"/>.</summary>
    public VariableActor(string name, MemorySettings settings, ClaimBudget? budget)
    {
        _name = name;
        _lock = new WriterPriorityLock<object>(new LockLimits(settings.MostWaiting, settings.MostLocks, settings.MostLocksOfClient, budget));
        _rules = new VariableRules<object>(settings, _lock);
        _writers = Context.CreateStash(this);
        Receive<CommandBatch>(On);
        Receive<IVariableCommand>(On);
        Receive<CommandBatch.Withdraw>(On);
        Receive<Terminated>(On);
        Receive<LeaseDue>(On);
        Receive<GetValue>(_ => Sender.Tell(new NamedValue(_name, _rules.Value, _rules.IsNeverWritten)));
    }

    /// <summary>What readers wait in.</summary>
    public IStash Stash { get; set; } = null!;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make the variable of that name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="settings">The limits of each variable.</param>
    /// <param name="budget">The limit of all variables of the memory together; null: none.</param>
    public static Props Props(string name, MemorySettings settings, ClaimBudget? budget = null) =>
        Akka.Actor.Props.Create(() => new VariableActor(name, settings, budget));

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _lock.End();
        // To the dead letters, where it is seen.
        Stash.UnstashAll();
        _writers.UnstashAll();
    }

    private void On(IVariableCommand command)
    {
        if (IsReturning())
            _rules.Return(Sender, command, _effects);
        else
            _rules.Arrive(Sender, command, _effects);
        CarryOut();
    }

    private void On(CommandBatch batch)
    {
        var isDone = IsReturning() ? _rules.Return(batch, batch, _effects) : _rules.Arrive(batch, batch, _effects);
        CarryOut();
        if (isDone)
            Sender.Tell(batch, Self);
    }

    private void On(CommandBatch.Withdraw command)
    {
        var batch = command.Batch;
        var waited = _rules.Withdraw(batch, _effects);
        CarryOut();
        if (!waited)
            return;
        batch.Refuse("withdrawn");
        Sender.Tell(batch, Self);
    }

    private void On(Terminated message)
    {
        _rules.ClientGone(message.ActorRef, _effects);
        CarryOut();
    }

    private void On(LeaseDue tick)
    {
        _rules.LeaseDue(tick.Client, tick.Lock, _effects);
        CarryOut();
    }

    private bool IsReturning()
    {
        if (_returning == 0)
            return false;
        _returning--;
        return true;
    }

    private void CarryOut()
    {
        foreach (ref readonly var effect in _effects.Items)
            CarryOut(in effect);
        _effects.Clear();
    }

    private void CarryOut(in VariableEffect<object> effect)
    {
        switch (effect.Kind)
        {
            case VariableEffectKind.Reply: ((IActorRef)effect.Client!).Tell(effect.Message!, Self); break;
            case VariableEffectKind.Keep: StashOf(effect.Mode).Stash(); break;
            case VariableEffectKind.LetIn: LetIn(effect.Mode); break;
            case VariableEffectKind.Compact: Compact(StashOf(effect.Mode), effect.Stays!); break;
            // A batch is no actor: its connection says when it is gone.
            case VariableEffectKind.Watch when effect.Client is IActorRef client: Context.Watch(client); break;
            case VariableEffectKind.Unwatch when effect.Client is IActorRef client: Context.Unwatch(client); break;
            case VariableEffectKind.StartLease: StartLease(new LeaseDue(effect.Client!, effect.Lock), effect.Lease); break;
            case VariableEffectKind.EndLease: Timers.Cancel(new LeaseDue(effect.Client!, effect.Lock)); break;
        }
    }

    private void StartLease(LeaseDue tick, TimeSpan lease) => Timers.StartSingleTimer(tick, tick, lease);

    private IStash StashOf(LockMode mode) => mode == LockMode.Read ? Stash : _writers;

    private void LetIn(LockMode mode)
    {
        if (mode == LockMode.Read)
        {
            _returning += Stash.Count;
            Stash.UnstashAll();
        }
        else
        {
            _returning++;
            _writers.Unstash();
        }
    }

    private static void Compact(IStash stash, IReadOnlyList<bool> stays) =>
        stash.Prepend([.. stash.ClearStash().Where((_, index) => stays[index])]);

    /// <summary>From the memory, for a list. Answered by a <see cref="NamedValue"/> at once, whoever holds the lock.</summary>
    internal sealed record GetValue
    {
        public static GetValue Instance { get; } = new();
    }

    private sealed record LeaseDue(object Client, long Lock);
}
