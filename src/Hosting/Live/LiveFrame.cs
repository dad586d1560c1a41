using Coterie.Actors.Locks;

namespace Coterie.Hosting.Live;

/// <summary>What all viewers see at a moment.</summary>
/// <param name="Number">Rises from frame to frame.</param>
/// <param name="At">The time of the look.</param>
/// <param name="Moment">The same time, as strips count it.</param>
/// <param name="Watched">For how long the looks go back.</param>
internal sealed record LiveFrame(long Number, DateTimeOffset At, TimeSpan Moment, TimeSpan Watched)
{
    /// <summary>Why the latest look failed, in a sentence; then the rest is of the look before. Null if it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>See <see cref="LiveLook"/>.</summary>
    public int? Majority { get; init; }

    /// <summary>See <see cref="LiveLook"/>.</summary>
    public IReadOnlyList<MemberView>? Members { get; init; }

    /// <summary>The locks; null if there is no group, or nobody has answered yet.</summary>
    public LiveBoard? Locks { get; init; }

    /// <summary>The variables; null if there is no memory, or it has not answered yet.</summary>
    public LiveBoard? Variables { get; init; }
}

/// <summary>Names, the busiest first.</summary>
internal sealed class LiveBoard
{
    private readonly StripBook _strips;

    /// <param name="names">The names.</param>
    /// <param name="free">Names that have become free within the last minute.</param>
    /// <param name="strips">The last minute of each.</param>
    public LiveBoard(LiveNames names, IReadOnlyList<LiveName> free, StripBook strips)
    {
        _strips = strips;
        Names = Sort(names.Known, free);
        Held = names.Known.Count(name => name.Holders.Count > 0);
        WaitedFor = names.Known.Count(name => name.Waiters > 0);
        Waiting = names.Known.Sum(name => name.Waiters);
    }

    /// <summary>
    /// Most waiting first, then the longest held, then those that are free: the latest first. Those that are equal have the order
    /// of their names.
    /// </summary>
    public IReadOnlyList<LiveName> Names { get; }

    /// <summary>How many are held.</summary>
    public int Held { get; }

    /// <summary>How many have somebody who waits.</summary>
    public int WaitedFor { get; }

    /// <summary>How many wait, for all names together.</summary>
    public int Waiting { get; }

    /// <summary>The last minute of a name.</summary>
    public IReadOnlyList<StripRun>? StripOf(string name) => _strips.Of(name);

    private static LiveName[] Sort(IReadOnlyList<LiveName> known, IReadOnlyList<LiveName> free) =>
    [
        .. known.Concat(free)
            .OrderByDescending(name => name.Waiters)
            .ThenByDescending(name => name.Holders.Count > 0 ? name.Holders.Max(holder => holder.Since) : TimeSpan.MinValue)
            .ThenBy(name => name.FreeFor ?? TimeSpan.MaxValue)
            .ThenBy(name => name.Name, StringComparer.Ordinal),
    ];
}
