namespace Coterie.Protocols.Kernel;

/// <summary>
/// Carries out the effects of one machine: an actor, a process in virtual time, the explorer. The calls come in the order in
/// which the machine gave the effects. No call may lead to an input of the same machine before it returns.
/// </summary>
public interface IHost
{
    /// <summary>
    /// Sends messages. All effects are of the kind <see cref="EffectKind.Send"/>; they follow one another in the step, in this
    /// order.
    /// </summary>
    void Send(ReadOnlySpan<Effect> sends);

    /// <summary>Tells the client.</summary>
    void Tell(IOutput output);

    /// <summary>Sets a timer. If it is set already, the new time replaces the old one.</summary>
    void Set(TimerId timer, TimeSpan after);

    /// <summary>Cancels a timer. If it is not set, nothing happens.</summary>
    void Cancel(TimerId timer);

    /// <summary>
    /// Stores a record. When this returns, the record survives a crash; otherwise the host must hold back all later effects until
    /// it does.
    /// </summary>
    void Store(IRecord record);

    /// <summary>Watches a process.</summary>
    void Watch(ProcessId process);

    /// <summary>Ends the watching of a process.</summary>
    void Unwatch(ProcessId process);

    /// <summary>Keeps the current message in a queue.</summary>
    void Keep(int queue, in Input message);

    /// <summary>Brings the oldest messages kept in a queue back, before any other input.</summary>
    void LetIn(int queue, int count);

    /// <summary>Forgets some of the messages kept in a queue.</summary>
    void Compact(int queue, IReadOnlyList<bool> stays);
}

/// <summary>
/// Runs a machine; every host uses it. It gives the machine an input, shows the step to the observer, and lets the host carry out
/// the effects. The observer sees a step before its effects are carried out, so it sees what a step causes only after the step.
/// </summary>
/// <param name="self">The process whose machine it is.</param>
/// <param name="machine">The machine.</param>
/// <param name="outbox">Empty between steps; machines that never run at the same time may share one.</param>
/// <param name="observer">Sees each step; null for none.</param>
/// <param name="host">Carries out the effects.</param>
public sealed class Driver(ProcessId self, IMachine machine, Outbox outbox, IStepObserver? observer, IHost host)
{
    /// <summary>Takes one step.</summary>
    /// <param name="input">What came in.</param>
    /// <param name="now">The clock of the node.</param>
    /// <exception cref="BrokenRuleException">The machine refused. Nothing was shown or carried out.</exception>
    public void Take(in Input input, TimeSpan now)
    {
        try
        {
            machine.On(input, now, outbox);
            observer?.Observe(new Step(self, input, outbox.Items));
            if (outbox.Items.Length > 0)
                CarryOut(input);
        }
        finally
        {
            outbox.Clear();
        }
    }

    private void CarryOut(in Input input)
    {
        var effects = outbox.Items;
        for (var i = 0; i < effects.Length; i++)
        {
            ref readonly var effect = ref effects[i];
            switch (effect.Kind)
            {
                case EffectKind.Send:
                    var first = i;
                    while (i + 1 < effects.Length && effects[i + 1].Kind == EffectKind.Send)
                        i++;
                    host.Send(effects[first..(i + 1)]);
                    break;
                case EffectKind.Tell: host.Tell(effect.Output!); break;
                case EffectKind.Set: host.Set(effect.Timer, effect.After); break;
                case EffectKind.Cancel: host.Cancel(effect.Timer); break;
                case EffectKind.Store: host.Store(effect.Record!); break;
                case EffectKind.Watch: host.Watch(effect.To); break;
                case EffectKind.Unwatch: host.Unwatch(effect.To); break;
                case EffectKind.Keep: host.Keep(effect.Queue, input); break;
                case EffectKind.LetIn: host.LetIn(effect.Queue, effect.Count); break;
                case EffectKind.Compact: host.Compact(effect.Queue, effect.Stays!); break;
            }
        }
    }
}
