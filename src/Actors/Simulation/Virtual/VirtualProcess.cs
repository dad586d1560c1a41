using Coterie.Mutex;

namespace Coterie.Simulation.Virtual;

/// <summary>What a process of a virtual run can do at the moment.</summary>
internal enum Condition
{
    /// <summary>Takes steps.</summary>
    Up,

    /// <summary>Takes none; what happens to it waits.</summary>
    Paused,

    /// <summary>Takes none; what happens to it is lost.</summary>
    Crashed,
}

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

/// <summary>A process of a virtual run, with its worker.</summary>
internal sealed class VirtualProcess(ProcessId id, IMutexRules rules, Draws draws, int requests)
{
    /// <summary>Its number.</summary>
    public ProcessId Id { get; } = id;

    /// <summary>Its rules.</summary>
    public IMutexRules Rules { get; } = rules;

    /// <summary>Its worker's draws.</summary>
    public Draws Draws { get; } = draws;

    /// <summary>What it can do.</summary>
    public Condition Condition { get; set; }

    /// <summary>How many requests it may still make.</summary>
    public int Requests { get; set; } = requests;

    /// <summary>How often it crashed: what it had planned before counts no more.</summary>
    public int Life { get; set; }

    /// <summary>Whether it will make no request any more, and is outside for good.</summary>
    public bool IsClosed { get; set; }

    /// <summary>What it read from the shared counter when it entered.</summary>
    public long Read { get; set; }

    /// <summary>What happened to it while it was paused, in order.</summary>
    public Queue<Kept> Kept { get; } = new(0);
}

/// <summary>What waits for a paused process: a message, or a cue.</summary>
internal readonly record struct Kept(MutexProtocol.IWireMessage? Message, Cue Cue, int Life);
