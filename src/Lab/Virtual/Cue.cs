namespace Coterie.Lab.Virtual;

/// <summary>What happens in a virtual run besides the arrival of messages.</summary>
internal enum Cue
{
    /// <summary>A process has thought long enough.</summary>
    Thought,

    /// <summary>It was inside long enough.</summary>
    Worked,

    /// <summary>Its resend interval went by.</summary>
    ResendDue,

    /// <summary>It is to make no request any more.</summary>
    Close,

    /// <summary>A planned fault befalls the run.</summary>
    Fault,

    /// <summary>The time of the run is over.</summary>
    TimeOver,
}

/// <summary>What is to happen, to a process or to the run.</summary>
/// <param name="Cue">What.</param>
/// <param name="Index">Of the process, or of the fault.</param>
/// <param name="Life">In which life of the process it was planned: a crash ends one, and all that was planned in it.</param>
internal readonly record struct Plan(Cue Cue, int Index, int Life);
