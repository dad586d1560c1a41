using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>A fault that the simulated network or a simulated process has, on purpose.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>A message does not arrive. Shown when it would have arrived.</summary>
    /// <param name="From">Who sent it.</param>
    /// <param name="To">Who does not get it.</param>
    /// <param name="Message">The message.</param>
    /// <param name="Reason">Why: <c>loss</c>, <c>partition</c> or <c>crash</c>.</param>
    public sealed record Drop(ProcessId From, ProcessId To, IMessage Message, string Reason) : Fault;

    /// <summary>
    /// A message will arrive once more than it was sent. Shown after the step that sent it, before any copy arrives.
    /// </summary>
    /// <param name="From">Who sent it.</param>
    /// <param name="To">Who gets it twice.</param>
    /// <param name="Message">The message.</param>
    public sealed record Duplicate(ProcessId From, ProcessId To, IMessage Message) : Fault;

    /// <summary>The process takes no steps any more; what arrives is lost.</summary>
    public sealed record Crash(ProcessId Process) : Fault;

    /// <summary>The crashed process comes back.</summary>
    /// <param name="Process">Which one.</param>
    /// <param name="Recollection">With how much of what it knew when it crashed.</param>
    public sealed record Restart(ProcessId Process, Recollection Recollection) : Fault;

    /// <summary>The clock of the process jumps ahead.</summary>
    /// <param name="Process">Which one.</param>
    /// <param name="By">How far.</param>
    public sealed record Jump(ProcessId Process, TimeSpan By) : Fault;

    /// <summary>The process takes no steps for a while; what arrives is kept.</summary>
    public sealed record Pause(ProcessId Process) : Fault;

    /// <summary>The paused process goes on.</summary>
    public sealed record Resume(ProcessId Process) : Fault;

    /// <summary>No message gets from one group to another any more.</summary>
    /// <param name="Groups">Each process is in one of them.</param>
    public sealed record Partition(IReadOnlyList<IReadOnlyList<ProcessId>> Groups) : Fault;

    /// <summary>The partition is over.</summary>
    public sealed record Heal : Fault;
}
