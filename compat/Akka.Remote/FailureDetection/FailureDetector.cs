using System.Diagnostics;

namespace Akka.Remote;

/// <summary>The time in milliseconds, from a start of its own, never going back.</summary>
public delegate long Clock();

/// <summary>Judges by the heartbeats of one resource whether it is still there.</summary>
public abstract class FailureDetector
{
    /// <summary>The clock of the operating system.</summary>
    public static readonly Clock DefaultClock = () => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000);

    /// <summary>Before the first heartbeat.</summary>
    protected FailureDetector() { }

    /// <summary>Whether the resource is taken to be there; true before the first heartbeat.</summary>
    public abstract bool IsAvailable { get; }

    /// <summary>Whether there has been a heartbeat.</summary>
    public abstract bool IsMonitoring { get; }

    /// <summary>Notes that a heartbeat has come.</summary>
    public abstract void HeartBeat();
}
