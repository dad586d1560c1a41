using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>What happens in a virtual run besides the arrival of messages.</summary>
internal enum Cue
{
    /// <summary>The client of a process has finished its pause, and gives its next command.</summary>
    Command,

    /// <summary>A timer fires.</summary>
    Timer,

    /// <summary>A process withdraws the request with which it waits.</summary>
    Withdrawal,

    /// <summary>A process makes no further request from now on.</summary>
    Close,

    /// <summary>A process that was watched is gone.</summary>
    Gone,

    /// <summary>A planned fault.</summary>
    Fault,

    /// <summary>The time of the run is over.</summary>
    TimeOver,
}

/// <summary>A planned event of a process or of the run.</summary>
/// <param name="Cue">What.</param>
/// <param name="Index">The index of the process, or of the fault.</param>
/// <param name="Life">
/// The life of the process in which the event was planned. A crash ends a life and cancels everything that was planned in it.
/// </param>
/// <param name="Timer">
/// For <see cref="Cue.Timer"/>, the timer. For <see cref="Cue.Gone"/>, its number is the number of the process that is gone.
/// </param>
/// <param name="Setting">
/// The number of the setting of the timer: since then the timer may have been cancelled or set again.
/// </param>
internal readonly record struct Plan(Cue Cue, int Index, int Life, TimerId Timer = default, long Setting = 0);
