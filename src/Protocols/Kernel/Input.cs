using System.Runtime.CompilerServices;

namespace Coterie.Protocols.Kernel;

/// <summary>What came in, in one step of a machine.</summary>
public enum InputKind
{
    /// <summary>
    /// It is not known. No machine ever gets this: it stands in the record of a run, for what a lost process must have done, and for the
    /// second half of a step of which the first half was told before.
    /// </summary>
    Unknown,

    /// <summary>The machine begins.</summary>
    Start,

    /// <summary>Its client asks something of it.</summary>
    Command,

    /// <summary>A message arrived.</summary>
    Message,

    /// <summary>A timer fired. It is no longer set.</summary>
    Timer,

    /// <summary>The process comes back from a crash. No timer is set.</summary>
    Restart,

    /// <summary>A process that the machine watches has stopped for good, or cannot be reached. It is no longer watched.</summary>
    Gone,
}

/// <summary>Names a timer of a machine. Setting one that is set sets it anew.</summary>
/// <param name="Kind">What it is for: a number that the protocol chooses.</param>
/// <param name="Number">Which of that kind.</param>
public readonly record struct TimerId(int Kind, long Number = 0)
{
    /// <summary>
    /// The timer that every protocol uses for the same purpose: to send again what was left unanswered. Where nothing can be lost it need not fire.
    /// </summary>
    public static TimerId Resend => default;
}

/// <summary>An input of a machine.</summary>
public readonly struct Input
{
    private readonly object? _payload;
    private readonly byte _kind;

    private Input(InputKind kind, ProcessId from, object? payload, TimerId timer, bool isReturned = false)
    {
        (_kind, From, _payload, Timer, IsReturned) = ((byte)kind, from, payload, timer, isReturned);
    }

    /// <summary>What came in.</summary>
    public InputKind Kind => (InputKind)_kind;

    /// <summary>
    /// Whether the message was kept, see <see cref="EffectKind.Keep"/>, and was let in: it arrived in an earlier step. Whoever
    /// looks on counts it once.
    /// </summary>
    public bool IsReturned { get; }

    /// <summary>Who sent the message, or who is gone; otherwise <c>default</c>.</summary>
    public ProcessId From { get; }

    /// <summary>The timer that fired; otherwise <c>default</c>.</summary>
    public TimerId Timer { get; }

    /// <summary>The message, of <see cref="InputKind.Message"/>; otherwise null.</summary>
    public IMessage? Message => Kind == InputKind.Message ? Unsafe.As<IMessage>(_payload) : null;

    /// <summary>The command, of <see cref="InputKind.Command"/>; null where it is not known which, and otherwise.</summary>
    public ICommand? Command => Kind == InputKind.Command ? Unsafe.As<ICommand>(_payload) : null;

    /// <summary>What was stored, of <see cref="InputKind.Restart"/>: of each key the last record. Otherwise empty.</summary>
    public IReadOnlyList<IRecord> Stored => Kind == InputKind.Restart ? Unsafe.As<IReadOnlyList<IRecord>>(_payload!) : [];

    /// <summary>The machine begins.</summary>
    public static Input Start => new(InputKind.Start, default, null, default);

    /// <summary>What came in is not known.</summary>
    public static Input Unknown => default;

    /// <summary>The client asks something; null: it is not known what.</summary>
    public static Input Of(ICommand? command) => new(InputKind.Command, default, command, default);

    /// <summary>A message arrived from <paramref name="from"/>.</summary>
    public static Input Of(ProcessId from, IMessage message) => new(InputKind.Message, from, message, default);

    /// <summary>The same message, after it was kept and let in.</summary>
    public Input Returned() => new(Kind, From, _payload, Timer, isReturned: true);

    /// <summary>A timer fired.</summary>
    public static Input Of(TimerId timer) => new(InputKind.Timer, default, null, timer);

    /// <summary>The process comes back with <paramref name="stored"/>, of each key the last record.</summary>
    public static Input Restart(IReadOnlyList<IRecord> stored) => new(InputKind.Restart, default, stored, default);

    /// <summary>A process that was watched is gone.</summary>
    public static Input Gone(ProcessId process) => new(InputKind.Gone, process, null, default);
}
