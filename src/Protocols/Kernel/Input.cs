using System.Runtime.CompilerServices;

namespace Coterie.Protocols.Kernel;

/// <summary>The kinds of input of a machine.</summary>
public enum InputKind
{
    /// <summary>
    /// It is not known. No machine ever gets this. A record of a run has it for what a lost process must have done, and for the
    /// second half of a step whose first half was recorded before.
    /// </summary>
    Unknown,

    /// <summary>The machine begins.</summary>
    Start,

    /// <summary>Its client gives a command.</summary>
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

/// <summary>Names a timer of a machine. If a timer that is set is set again, the new time replaces the old one.</summary>
/// <param name="Kind">Its purpose: a number that the protocol chooses.</param>
/// <param name="Number">Which timer of that kind.</param>
public readonly record struct TimerId(int Kind, long Number = 0)
{
    /// <summary>
    /// The timer that all protocols use to send again what was not answered. If no message can be lost, it need not fire.
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

    /// <summary>The kind of the input.</summary>
    public InputKind Kind => (InputKind)_kind;

    /// <summary>
    /// Whether the message arrived in an earlier step, was kept (see <see cref="EffectKind.Keep"/>) and has now been let in. An
    /// observer must count it only once.
    /// </summary>
    public bool IsReturned { get; }

    /// <summary>The sender of the message, or the process that is gone; otherwise <c>default</c>.</summary>
    public ProcessId From { get; }

    /// <summary>The timer that fired; otherwise <c>default</c>.</summary>
    public TimerId Timer { get; }

    /// <summary>The message, of <see cref="InputKind.Message"/>; otherwise null.</summary>
    public IMessage? Message => Kind == InputKind.Message ? Unsafe.As<IMessage>(_payload) : null;

    /// <summary>The command, of <see cref="InputKind.Command"/>; null if it is not known, and for other kinds.</summary>
    public ICommand? Command => Kind == InputKind.Command ? Unsafe.As<ICommand>(_payload) : null;

    /// <summary>The stored records, the last one of each key, of <see cref="InputKind.Restart"/>; otherwise empty.</summary>
    public IReadOnlyList<IRecord> Stored => Kind == InputKind.Restart ? Unsafe.As<IReadOnlyList<IRecord>>(_payload!) : [];

    /// <summary>The machine begins.</summary>
    public static Input Start => new(InputKind.Start, default, null, default);

    /// <summary>What came in is not known.</summary>
    public static Input Unknown => default;

    /// <summary>The client gives a command; null: it is not known which.</summary>
    public static Input Of(ICommand? command) => new(InputKind.Command, default, command, default);

    /// <summary>A message arrived from <paramref name="from"/>.</summary>
    public static Input Of(ProcessId from, IMessage message) => new(InputKind.Message, from, message, default);

    /// <summary>The same message, after it was kept and let in.</summary>
    public Input Returned() => new(Kind, From, _payload, Timer, isReturned: true);

    /// <summary>A timer fired.</summary>
    public static Input Of(TimerId timer) => new(InputKind.Timer, default, null, timer);

    /// <summary>The process comes back with <paramref name="stored"/>, the last record of each key.</summary>
    public static Input Restart(IReadOnlyList<IRecord> stored) => new(InputKind.Restart, default, stored, default);

    /// <summary>A process that was watched is gone.</summary>
    public static Input Gone(ProcessId process) => new(InputKind.Gone, process, null, default);
}
