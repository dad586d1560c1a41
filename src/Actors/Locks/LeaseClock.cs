namespace Coterie.Actors.Locks;

/// <summary>
/// The clock by which a client counts its votes (rule 4 of <c>docs/protocol.md</c>): monotonic. The monotonic clock may stand
/// still while the machine sleeps, so each reading is compared with the wall clock. If that ran ahead by more than a small
/// tolerance within a third of a lease, the machine may have slept: the clock then jumps ahead by a whole lease, and no vote
/// counts any more. One thread at a time.
/// </summary>
/// <param name="time">Both clocks.</param>
/// <param name="lease">D.</param>
/// <param name="margin">How much longer than a lease a voter keeps a session, as a share of it.</param>
internal sealed class LeaseClock(TimeProvider time, TimeSpan lease, double margin)
{
    private const int MostLooks = 4;

    // So much is tolerated in each window of a third of a lease: in a lease, within the margin, however often it is read.
    private readonly TimeSpan _tolerance = lease * (margin / 4);
    private readonly TimeSpan _window = lease / 3;
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _ahead;
    private TimeSpan _beganAt; // the window, by the monotonic clock
    private DateTimeOffset _beganWall = time.GetUtcNow(); // and by the wall clock

    /// <summary>How often the machine seemed to have slept.</summary>
    public int Sleeps { get; private set; }

    /// <summary>The time since the clock was made.</summary>
    public TimeSpan Read()
    {
        var (elapsed, wall, ahead) = ReadBoth();
        // A thread that is held up between the two clocks sees the same as after a sleep. A sleep is still seen at a second look.
        for (var looks = 1; ahead > _tolerance && looks < MostLooks; looks++)
            (elapsed, wall, ahead) = ReadBoth();
        if (ahead > _tolerance)
        {
            Sleeps++;
            _ahead += lease;
        }
        // A wall clock that was set back would hide a sleep: it is compared from there on.
        if (ahead.Duration() > _tolerance || elapsed - _beganAt >= _window)
            (_beganAt, _beganWall) = (elapsed, wall);
        return elapsed + _ahead;
    }

    private (TimeSpan Elapsed, DateTimeOffset Wall, TimeSpan Ahead) ReadBoth()
    {
        var (elapsed, wall) = (time.GetElapsedTime(_start), time.GetUtcNow());
        return (elapsed, wall, wall - _beganWall - (elapsed - _beganAt));
    }
}
