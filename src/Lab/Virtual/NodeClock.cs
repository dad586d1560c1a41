namespace Coterie.Lab.Virtual;

/// <summary>
/// The clock of one process in a virtual run: it may run faster or slower than the time of the run, and jump ahead. All times are
/// ticks.
/// </summary>
/// <param name="partsPerMillion">How much faster it runs, in millionths; negative for slower. Above -1,000,000.</param>
internal sealed class NodeClock(int partsPerMillion)
{
    private const long Million = 1_000_000;
    private long _ahead;

    /// <summary>What it shows at <paramref name="time"/> of the run.</summary>
    public long Local(long time) =>
        partsPerMillion == 0 ? time + _ahead : Scaled(time, Million + partsPerMillion, Million) + _ahead;

    /// <summary>
    /// When, in the time of the run, it shows <paramref name="local"/>; <paramref name="now"/> if that time has passed.
    /// </summary>
    public long Global(long now, long local)
    {
        if (partsPerMillion == 0)
            return Math.Max(now, local - _ahead);
        // Rounded up, so that the clock shows at least that by then.
        var time = Scaled(local - _ahead, Million, Million + partsPerMillion);
        while (Local(time) < local)
            time++;
        return Math.Max(now, time);
    }

    /// <summary>The clock jumps ahead.</summary>
    public void Jump(long by) => _ahead += by;

    private static long Scaled(long time, long by, long through) => (long)((Int128)time * by / through);
}
