using System.Runtime.CompilerServices;

namespace Coterie.Protocols.Kernel;

/// <summary>What a machine can have done.</summary>
public enum EffectKind
{
    /// <summary>Send <see cref="Effect.Message"/> to <see cref="Effect.To"/>.</summary>
    Send,

    /// <summary>Tell <see cref="Effect.Output"/> to the client.</summary>
    Tell,

    /// <summary>Nothing is to be done: <see cref="Effect.Output"/> is for whoever looks on.</summary>
    Note,

    /// <summary>Set <see cref="Effect.Timer"/>, anew where it is set, to fire <see cref="Effect.After"/> from now on the clock of the node.</summary>
    Set,

    /// <summary>Cancel <see cref="Effect.Timer"/>, where it is set: it does not fire any more.</summary>
    Cancel,

    /// <summary>Store <see cref="Effect.Record"/>, before anything that comes after it is sent or told.</summary>
    Store,

    /// <summary>Watch <see cref="Effect.To"/>: say <see cref="InputKind.Gone"/>, once, when it has stopped or cannot be reached.</summary>
    Watch,

    /// <summary>Watch <see cref="Effect.To"/> no longer.</summary>
    Unwatch,

    /// <summary>Keep the message at hand behind those kept in <see cref="Effect.Queue"/>.</summary>
    Keep,

    /// <summary>
    /// Bring the <see cref="Effect.Count"/> oldest messages kept in <see cref="Effect.Queue"/> back, oldest first, before any other input.
    /// </summary>
    LetIn,

    /// <summary>Forget some of what is kept in <see cref="Effect.Queue"/>: <see cref="Effect.Stays"/> says what stays.</summary>
    Compact,
}

/// <summary>One effect; which fields are set depends on the kind.</summary>
public readonly struct Effect
{
    private readonly object? _payload;
    private readonly long _number;
    private readonly TimerId _timer;

    private Effect(EffectKind kind, ProcessId to, object? payload, TimerId timer, long number)
    {
        (Kind, To, _payload, _timer, _number) = (kind, to, payload, timer, number);
    }

    /// <summary>What to do.</summary>
    public EffectKind Kind { get; }

    /// <summary>To whom, or whom to watch.</summary>
    public ProcessId To { get; }

    /// <summary>The message of a <see cref="EffectKind.Send"/>; otherwise null.</summary>
    public IMessage? Message => Kind == EffectKind.Send ? Unsafe.As<IMessage>(_payload) : null;

    /// <summary>The output of a <see cref="EffectKind.Tell"/> or <see cref="EffectKind.Note"/>; otherwise null.</summary>
    public IOutput? Output => Kind is EffectKind.Tell or EffectKind.Note ? Unsafe.As<IOutput>(_payload) : null;

    /// <summary>The record of a <see cref="EffectKind.Store"/>; otherwise null.</summary>
    public IRecord? Record => Kind == EffectKind.Store ? Unsafe.As<IRecord>(_payload) : null;

    /// <summary>Of a <see cref="EffectKind.Compact"/>: of all that is kept, oldest first, whether it stays; otherwise null.</summary>
    public IReadOnlyList<bool>? Stays => Kind == EffectKind.Compact ? Unsafe.As<IReadOnlyList<bool>>(_payload) : null;

    /// <summary>The timer of a <see cref="EffectKind.Set"/> or <see cref="EffectKind.Cancel"/>.</summary>
    public TimerId Timer => _timer;

    /// <summary>How long, of a <see cref="EffectKind.Set"/>.</summary>
    public TimeSpan After => new(_number);

    /// <summary>Which queue, of <see cref="EffectKind.Keep"/>, <see cref="EffectKind.LetIn"/> and <see cref="EffectKind.Compact"/>.</summary>
    public int Queue => _timer.Kind;

    /// <summary>How many, of <see cref="EffectKind.LetIn"/>.</summary>
    public int Count => (int)_number;

    /// <summary>A message to be sent.</summary>
    public static Effect Send(ProcessId to, IMessage message) => new(EffectKind.Send, to, message, default, 0);

    /// <summary>An output for the client.</summary>
    public static Effect Tell(IOutput output) => new(EffectKind.Tell, default, output, default, 0);

    /// <summary>An output for whoever looks on.</summary>
    public static Effect Note(IOutput output) => new(EffectKind.Note, default, output, default, 0);

    /// <summary>A timer to be set.</summary>
    public static Effect Set(TimerId timer, TimeSpan after) => new(EffectKind.Set, default, null, timer, after.Ticks);

    /// <summary>A timer to be cancelled.</summary>
    public static Effect Cancel(TimerId timer) => new(EffectKind.Cancel, default, null, timer, 0);

    /// <summary>A record to be stored.</summary>
    public static Effect Store(IRecord record) => new(EffectKind.Store, default, record, default, 0);

    /// <summary>A process to be watched.</summary>
    public static Effect Watch(ProcessId process) => new(EffectKind.Watch, process, null, default, 0);

    /// <summary>A process to be watched no longer.</summary>
    public static Effect Unwatch(ProcessId process) => new(EffectKind.Unwatch, process, null, default, 0);

    /// <summary>The message at hand, to be kept.</summary>
    public static Effect Keep(int queue) => new(EffectKind.Keep, default, null, new TimerId(queue), 0);

    /// <summary>Kept messages, to be brought back.</summary>
    public static Effect LetIn(int queue, int count) => new(EffectKind.LetIn, default, null, new TimerId(queue), count);

    /// <summary>Kept messages, to be forgotten.</summary>
    public static Effect Compact(int queue, IReadOnlyList<bool> stays) => new(EffectKind.Compact, default, stays, new TimerId(queue), 0);
}

/// <summary>
/// What a machine makes of one input, in order. Used again for each input, so that a step allocates nothing of its own.
/// </summary>
public sealed class Outbox
{
    private Effect[] _items = new Effect[4];
    private int _count;

    /// <summary>The effects since the last <see cref="Clear"/>, valid until the next change.</summary>
    public ReadOnlySpan<Effect> Items => _items.AsSpan(0, _count);

    /// <summary>Send <paramref name="message"/> to <paramref name="to"/>.</summary>
    public void Send(ProcessId to, IMessage message) => Add(Effect.Send(to, message));

    /// <summary>Tell the client.</summary>
    public void Tell(IOutput output) => Add(Effect.Tell(output));

    /// <summary>Say it to whoever looks on, and to nobody else.</summary>
    public void Note(IOutput output) => Add(Effect.Note(output));

    /// <summary>Set a timer, anew where it is set, on the clock of the node.</summary>
    public void Set(TimerId timer, TimeSpan after) => Add(Effect.Set(timer, after));

    /// <summary>Cancel a timer, where it is set.</summary>
    public void Cancel(TimerId timer) => Add(Effect.Cancel(timer));

    /// <summary>Store a record, before anything that comes after it is sent or told.</summary>
    public void Store(IRecord record) => Add(Effect.Store(record));

    /// <summary>Watch a process.</summary>
    public void Watch(ProcessId process) => Add(Effect.Watch(process));

    /// <summary>Watch a process no longer.</summary>
    public void Unwatch(ProcessId process) => Add(Effect.Unwatch(process));

    /// <summary>Keep the message at hand in a queue of that number.</summary>
    public void Keep(int queue) => Add(Effect.Keep(queue));

    /// <summary>Bring the oldest kept messages back, before any other input.</summary>
    public void LetIn(int queue, int count) => Add(Effect.LetIn(queue, count));

    /// <summary>Forget kept messages; <paramref name="stays"/> says of each, oldest first, whether it stays.</summary>
    public void Compact(int queue, IReadOnlyList<bool> stays) => Add(Effect.Compact(queue, stays));

    /// <summary>Adds any effect.</summary>
    public void Add(in Effect effect)
    {
        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 2);
        _items[_count++] = effect;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        if (_count == 0)
            return;
        Array.Clear(_items, 0, _count);
        _count = 0;
    }
}
