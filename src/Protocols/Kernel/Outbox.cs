using System.Runtime.CompilerServices;

namespace Coterie.Protocols.Kernel;

/// <summary>The effects that a machine can ask for.</summary>
public enum EffectKind
{
    /// <summary>Send <see cref="Effect.Message"/> to <see cref="Effect.To"/>.</summary>
    Send,

    /// <summary>Tell <see cref="Effect.Output"/> to the client.</summary>
    Tell,

    /// <summary>Nothing is to be done: <see cref="Effect.Output"/> is for observers.</summary>
    Note,

    /// <summary>
    /// Set <see cref="Effect.Timer"/> so that it fires after <see cref="Effect.After"/> on the clock of the node. If it is set
    /// already, this replaces the old time.
    /// </summary>
    Set,

    /// <summary>Cancel <see cref="Effect.Timer"/> if it is set: it no longer fires.</summary>
    Cancel,

    /// <summary>Store <see cref="Effect.Record"/>, before anything that comes after it is sent or told.</summary>
    Store,

    /// <summary>
    /// Watch <see cref="Effect.To"/>: give the input <see cref="InputKind.Gone"/>, once, when it has stopped or cannot be
    /// reached.
    /// </summary>
    Watch,

    /// <summary>End the watching of <see cref="Effect.To"/>.</summary>
    Unwatch,

    /// <summary>Keep the current message after those kept in <see cref="Effect.Queue"/>.</summary>
    Keep,

    /// <summary>
    /// Bring back the <see cref="Effect.Count"/> oldest messages kept in <see cref="Effect.Queue"/>, oldest first, before any
    /// other input.
    /// </summary>
    LetIn,

    /// <summary>
    /// Forget some of the messages kept in <see cref="Effect.Queue"/>: <see cref="Effect.Stays"/> says which stay.
    /// </summary>
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

    /// <summary>The receiver, or the process to watch.</summary>
    public ProcessId To { get; }

    /// <summary>The message of a <see cref="EffectKind.Send"/>; otherwise null.</summary>
    public IMessage? Message => Kind == EffectKind.Send ? Unsafe.As<IMessage>(_payload) : null;

    /// <summary>The output of a <see cref="EffectKind.Tell"/> or <see cref="EffectKind.Note"/>; otherwise null.</summary>
    public IOutput? Output => Kind is EffectKind.Tell or EffectKind.Note ? Unsafe.As<IOutput>(_payload) : null;

    /// <summary>The record of a <see cref="EffectKind.Store"/>; otherwise null.</summary>
    public IRecord? Record => Kind == EffectKind.Store ? Unsafe.As<IRecord>(_payload) : null;

    /// <summary>
    /// For each kept message, oldest first, whether it stays, of <see cref="EffectKind.Compact"/>; otherwise null.
    /// </summary>
    public IReadOnlyList<bool>? Stays => Kind == EffectKind.Compact ? Unsafe.As<IReadOnlyList<bool>>(_payload) : null;

    /// <summary>The timer of a <see cref="EffectKind.Set"/> or <see cref="EffectKind.Cancel"/>.</summary>
    public TimerId Timer => _timer;

    /// <summary>How long, of a <see cref="EffectKind.Set"/>.</summary>
    public TimeSpan After => new(_number);

    /// <summary>
    /// Which queue, of <see cref="EffectKind.Keep"/>, <see cref="EffectKind.LetIn"/> and <see cref="EffectKind.Compact"/>.
    /// </summary>
    public int Queue => _timer.Kind;

    /// <summary>How many, of <see cref="EffectKind.LetIn"/>.</summary>
    public int Count => (int)_number;

    /// <summary>A message to be sent.</summary>
    public static Effect Send(ProcessId to, IMessage message) => new(EffectKind.Send, to, message, default, 0);

    /// <summary>An output for the client.</summary>
    public static Effect Tell(IOutput output) => new(EffectKind.Tell, default, output, default, 0);

    /// <summary>An output for observers.</summary>
    public static Effect Note(IOutput output) => new(EffectKind.Note, default, output, default, 0);

    /// <summary>A timer to be set.</summary>
    public static Effect Set(TimerId timer, TimeSpan after) => new(EffectKind.Set, default, null, timer, after.Ticks);

    /// <summary>A timer to be cancelled.</summary>
    public static Effect Cancel(TimerId timer) => new(EffectKind.Cancel, default, null, timer, 0);

    /// <summary>A record to be stored.</summary>
    public static Effect Store(IRecord record) => new(EffectKind.Store, default, record, default, 0);

    /// <summary>A process to be watched.</summary>
    public static Effect Watch(ProcessId process) => new(EffectKind.Watch, process, null, default, 0);

    /// <summary>A process whose watching ends.</summary>
    public static Effect Unwatch(ProcessId process) => new(EffectKind.Unwatch, process, null, default, 0);

    /// <summary>The current message, to be kept.</summary>
    public static Effect Keep(int queue) => new(EffectKind.Keep, default, null, new TimerId(queue), 0);

    /// <summary>Kept messages, to be brought back.</summary>
    public static Effect LetIn(int queue, int count) => new(EffectKind.LetIn, default, null, new TimerId(queue), count);

    /// <summary>Kept messages, to be forgotten.</summary>
    public static Effect Compact(int queue, IReadOnlyList<bool> stays) =>
        new(EffectKind.Compact, default, stays, new TimerId(queue), 0);
}

/// <summary>
/// The effects of one input, in order. It is used again for each input, so that a step needs no allocation.
/// </summary>
public sealed class Outbox
{
    private const int MostIdle = 1024;

    private Effect[] _items = new Effect[4];
    private int _count;

    /// <summary>The effects since the last <see cref="Clear"/>, valid until the next change.</summary>
    public ReadOnlySpan<Effect> Items => _items.AsSpan(0, _count);

    /// <summary>Send <paramref name="message"/> to <paramref name="to"/>.</summary>
    public void Send(ProcessId to, IMessage message) => Add(Effect.Send(to, message));

    /// <summary>Tell the client.</summary>
    public void Tell(IOutput output) => Add(Effect.Tell(output));

    /// <summary>Show an output to observers, and to nobody else.</summary>
    public void Note(IOutput output) => Add(Effect.Note(output));

    /// <summary>Set a timer on the clock of the node. If it is set already, this replaces the old time.</summary>
    public void Set(TimerId timer, TimeSpan after) => Add(Effect.Set(timer, after));

    /// <summary>Cancel a timer if it is set.</summary>
    public void Cancel(TimerId timer) => Add(Effect.Cancel(timer));

    /// <summary>Store a record, before anything that comes after it is sent or told.</summary>
    public void Store(IRecord record) => Add(Effect.Store(record));

    /// <summary>Watch a process.</summary>
    public void Watch(ProcessId process) => Add(Effect.Watch(process));

    /// <summary>End the watching of a process.</summary>
    public void Unwatch(ProcessId process) => Add(Effect.Unwatch(process));

    /// <summary>Keep the current message in the queue of that number.</summary>
    public void Keep(int queue) => Add(Effect.Keep(queue));

    /// <summary>Bring back the oldest kept messages, before any other input.</summary>
    public void LetIn(int queue, int count) => Add(Effect.LetIn(queue, count));

    /// <summary>Forget kept messages; <paramref name="stays"/> says for each, oldest first, whether it stays.</summary>
    public void Compact(int queue, IReadOnlyList<bool> stays) => Add(Effect.Compact(queue, stays));

    /// <summary>Adds any effect.</summary>
    public void Add(in Effect effect)
    {
        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 2);
        _items[_count++] = effect;
    }

    /// <summary>Forgets all effects.</summary>
    public void Clear()
    {
        if (_count == 0)
            return;
        if (_count > MostIdle)
            _items = new Effect[4]; // the room of a rare large step is given back
        else
            Array.Clear(_items, 0, _count);
        _count = 0;
    }
}
