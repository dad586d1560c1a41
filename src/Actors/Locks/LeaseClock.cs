namespace Coterie.Actors.Locks;

/// <summary>
/// The clock by which a client counts its votes (rule 4 of <c>docs/protocol.md</c>): monotonic. The monotonic clock may stand still
/// while the machine sleeps, so each reading is compared with the wall clock. If that ran ahead by more than a small tolerance
/// since the last reading, the machine may have slept: the clock then jumps ahead by a whole lease, and no vote counts any more.
/// One thread at a time.
/// </summary>
/// <param name="time">Both clocks.</param>
/// <param name="lease">D.</param>
/// <param name="margin">How much longer than a lease a voter keeps a session, as a share of it.</param>
internal sealed class LeaseClock(TimeProvider time, TimeSpan lease, double margin)
{
    // A client reads it three times in a lease at least, so all that is tolerated stays within the margin.
    private readonly TimeSpan _tolerance = lease * (margin / 4);
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _ahead;
    private TimeSpan _lastElapsed;
    private DateTimeOffset _lastWall = time.GetUtcNow();

    /// <summary>How often the machine seemed to have slept.</summary>
    public int Sleeps { get; private set; }

    /// <summary>The time since the clock was made.</summary>
    public TimeSpan Read()
    {
        var (elapsed, wall) = (time.GetElapsedTime(_start), time.GetUtcNow());
        if (wall - _lastWall - (elapsed - _lastElapsed) > _tolerance)
        {
            Sleeps++;
            _ahead += lease;
        }
        (_lastElapsed, _lastWall) = (elapsed, wall);
        return elapsed + _ahead;
    }
}
