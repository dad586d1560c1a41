namespace Akka.Remote.Tests.FailureDetection;

/// <summary>A clock that a test moves.</summary>
internal sealed class VirtualClock
{
    public long Now { get; set; } = 1_000_000;

    public Clock Clock => () => Now;

    /// <summary>A heartbeat after each of the intervals.</summary>
    public void Beat(FailureDetector detector, params long[] intervals)
    {
        foreach (var interval in intervals)
        {
            Now += interval;
            detector.HeartBeat();
        }
    }
}
