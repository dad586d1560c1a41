using System.Diagnostics;

namespace Akka.Actor.Internal;

/// <summary>A child and how often it was restarted.</summary>
internal sealed class ChildRestartStats(IInternalActorRef child)
{
    private int _retries;
    private long _windowStart;

    public IInternalActorRef Child { get; } = child;

    /// <summary>Whether its parent told it to stop.</summary>
    public bool Stopping { get; set; }

    /// <summary>Counts a restart and says whether it is within the limits; a negative limit is none.</summary>
    public bool RequestRestartPermission(int maxNrOfRetries, int withinTimeMilliseconds)
    {
        if (maxNrOfRetries == 0) return false;
        if (withinTimeMilliseconds <= 0) return maxNrOfRetries < 0 || ++_retries <= maxNrOfRetries;
        var now = Stopwatch.GetTimestamp();
        if (_retries == 0 || Stopwatch.GetElapsedTime(_windowStart, now).TotalMilliseconds > withinTimeMilliseconds)
        {
            _windowStart = now;
            _retries = 0;
        }
        return ++_retries <= Math.Max(maxNrOfRetries, 1);
    }
}
