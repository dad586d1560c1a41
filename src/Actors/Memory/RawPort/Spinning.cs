using System.Diagnostics;

namespace Coterie.Actors.Memory.RawPort;

/// <summary>
/// Whether a thread that has nothing to do keeps looking for a moment before it sleeps. A client that has its answer often has
/// its next command ready before the thread could be put to sleep and woken. If this does not help, or others need the core, the
/// attempt is rare: it costs at most a hundredth of the time.
/// </summary>
internal struct Spinning
{
    private const int PauseForTimeLost = 100;
    private static readonly long Longest = Stopwatch.Frequency / 20_000; // 50 us

    private long _began;
    private long _pauseEnds;

    /// <summary>There is nothing to do from now on.</summary>
    public void Begin() => _began = Stopwatch.GetTimestamp();

    /// <summary>Whether to look once more. False: sleep.</summary>
    public bool GoesOn()
    {
        var now = Stopwatch.GetTimestamp();
        return now >= _pauseEnds && !WasInVain(now);
    }

    /// <summary>There was something; perhaps long ago, and another thread had the core.</summary>
    public void Found() => WasInVain(Stopwatch.GetTimestamp());

    private bool WasInVain(long now)
    {
        if (now - _began <= Longest)
            return false;
        _pauseEnds = now + PauseForTimeLost * (now - _began);
        return true;
    }
}
