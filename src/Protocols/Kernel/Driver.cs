namespace Coterie.Protocols.Kernel;

/// <summary>
/// Carries out the effects of one machine: an actor, a process in virtual time, the explorer. Called in the order in which the machine gave
/// the effects. None of these calls may lead to an input of the same machine before it returns.
/// </summary>
public interface IHost
{
    /// <summary>Sends messages: the effects are all <see cref="EffectKind.Send"/>, in order, and follow one another in the step.</summary>
    void Send(ReadOnlySpan<Effect> sends);

    /// <summary>Tells the client.</summary>
    void Tell(IOutput output);

    /// <summary>Sets a timer, anew where it is set.</summary>
    void Set(TimerId timer, TimeSpan after);

    /// <summary>Cancels a timer, where it is set.</summary>
    void Cancel(TimerId timer);

    /// <summary>Stores a record. When this returns the record survives a crash; or the host holds back all that follows until it does.</summary>
    void Store(IRecord record);

    /// <summary>Watches a process.</summary>
    void Watch(ProcessId process);

    /// <summary>Watches a process no longer.</summary>
    void Unwatch(ProcessId process);

    /// <summary>Keeps the message at hand.</summary>
    void Keep(int queue, in Input message);

    /// <summary>Brings the oldest messages kept in a queue back, before any other input.</summary>
    void LetIn(int queue, int count);

    /// <summary>Forgets some of the messages kept in a queue.</summary>
    void Compact(int queue, IReadOnlyList<bool> stays);
}

/// <summary>
/// The one way in which a machine is run, by everybody who runs one: takes an input, shows the step, and has the host carry out the effects.
/// The step is shown before anything of it is carried out: what a step causes is seen after it.
/// </summary>
/// <param name="self">Whose machine.</param>
/// <param name="machine">The machine.</param>
/// <param name="outbox">Empty between steps; machines that never run at the same time may share one.</param>
/// <param name="observer">Sees each step; null for nobody.</param>
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
