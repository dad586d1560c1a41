using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Quorum;

/// <summary>One machine in the hands of a test, which plays all others.</summary>
internal sealed class Machine(IMachine machine)
{
    private readonly Outbox _outbox = new();

    /// <summary>The clock.</summary>
    public TimeSpan Now { get; set; }

    /// <summary>What the machine sent in the last step, with its receiver.</summary>
    public IReadOnlyList<(int To, IMessage Message)> Sent { get; private set; } = [];

    /// <summary>What it told or noted in the last step.</summary>
    public IReadOnlyList<IOutput> Said { get; private set; } = [];

    /// <summary>What it told its client in the last step.</summary>
    public IReadOnlyList<IOutput> Told { get; private set; } = [];

    /// <summary>The timers that it set in the last step.</summary>
    public IReadOnlyList<(TimerId Timer, TimeSpan After)> Timers { get; private set; } = [];

    /// <summary>What it stored in the last step. Nothing was sent or told before.</summary>
    public IReadOnlyList<IRecord> Stored { get; private set; } = [];

    public Machine Start() => Take(Input.Start);

    public Machine Gets(int from, IMessage message) => Take(Input.Of(new ProcessId(from), message));

    public Machine Fires(TimerId timer) => Take(Input.Of(timer));

    public Machine Gives(ICommand command) => Take(Input.Of(command));

    /// <summary>The step stored these records, and no others.</summary>
    public Machine Stores(params IRecord[] records)
    {
        Assert.Equal(records, Stored);
        return this;
    }

    /// <summary>The step sent these messages, and no others.</summary>
    public Machine Sends(params (int To, IMessage Message)[] messages)
    {
        Assert.Equal(messages, Sent);
        return this;
    }

    /// <summary>The step told or noted these outputs, and no others.</summary>
    public Machine Says(params IOutput[] outputs)
    {
        Assert.Equal(outputs, Said);
        return this;
    }

    private Machine Take(in Input input)
    {
        _outbox.Clear();
        machine.On(input, Now, _outbox);
        machine.Check();
        var effects = _outbox.Items.ToArray();
        Sent = [.. effects.Where(effect => effect.Message is not null).Select(effect => (effect.To.Value, effect.Message!))];
        Said = [.. effects.Where(effect => effect.Output is not null).Select(effect => effect.Output!)];
        Told = [.. effects.Where(effect => effect.Kind == EffectKind.Tell).Select(effect => effect.Output!)];
        Stored = [.. effects.Where(effect => effect.Record is not null).Select(effect => effect.Record!)];
        var first = Array.FindIndex(effects, effect => effect.Kind is EffectKind.Send or EffectKind.Tell);
        Assert.True(first < 0 || Array.FindLastIndex(effects, effect => effect.Kind == EffectKind.Store) < first);
        Timers = [.. effects.Where(effect => effect.Kind == EffectKind.Set).Select(effect => (effect.Timer, effect.After))];
        return this;
    }
}
