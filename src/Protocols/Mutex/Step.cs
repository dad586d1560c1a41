using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Mutex;

/// <summary>What came in, in one step of a process.</summary>
public enum StepKind
{
    /// <summary>The client wants in.</summary>
    Enter,

    /// <summary>The client leaves.</summary>
    Exit,

    /// <summary>The client no longer wants in.</summary>
    Withdraw,

    /// <summary>A message arrived.</summary>
    Receive,

    /// <summary>The resend interval went by.</summary>
    ResendDue,
}

/// <summary>One step of one process: what came in, and what the rules made of it. A run is nothing but its steps.</summary>
/// <param name="process">Whose step.</param>
/// <param name="kind">What came in.</param>
/// <param name="message">The message, of a <see cref="StepKind.Receive"/>; otherwise null.</param>
/// <param name="request">The process's own request before the step or, where there was none, after it.</param>
/// <param name="effects">What the process does about it, valid during the call that it is given to.</param>
public readonly ref struct Step(
    ProcessId process, StepKind kind, MutexProtocol.IWireMessage? message, Timestamp? request, ReadOnlySpan<Effect> effects)
{
    /// <summary>Whose step.</summary>
    public ProcessId Process { get; } = process;

    /// <summary>What came in.</summary>
    public StepKind Kind { get; } = kind;

    /// <summary>The message, of a <see cref="StepKind.Receive"/>; otherwise null.</summary>
    public MutexProtocol.IWireMessage? Message { get; } = message;

    /// <summary>The process's own request before the step or, where there was none, after it.</summary>
    public Timestamp? Request { get; } = request;

    /// <summary>What the process does about it, valid during the call that it is given to.</summary>
    public ReadOnlySpan<Effect> Effects { get; } = effects;
}

/// <summary>
/// Sees each step of the processes, on the thread of the process and before its effects are carried out: what a step causes
/// is seen after it. Called by many processes at once.
/// </summary>
public interface IStepObserver
{
    /// <summary>A process took a step.</summary>
    void Observe(in Step step);
}
