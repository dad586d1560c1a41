namespace Coterie.Protocols.Quorum;

/// <summary>
/// The arithmetic of deadlines (rule 2). All times are readings of one clock. What counts is what is stored: a timer only makes
/// somebody look.
/// </summary>
internal static class Deadlines
{
    /// <summary>Until when a vote counts, by the beat that was heard last.</summary>
    /// <param name="sent">When that beat was sent.</param>
    /// <param name="lease">D.</param>
    public static TimeSpan Of(TimeSpan sent, TimeSpan lease) => sent + lease;

    /// <summary>Whether a vote still counts.</summary>
    public static bool Counts(TimeSpan now, TimeSpan sent, TimeSpan lease) => now < Of(sent, lease);

    /// <summary>
    /// Until when a majority of votes counts: the m-th largest of their deadlines.
    /// </summary>
    /// <param name="deadlines">The deadlines of the votes that the client has. They are sorted.</param>
    /// <param name="majority">m.</param>
    /// <returns>Null if there are fewer than m.</returns>
    public static TimeSpan? OfMajority(Span<TimeSpan> deadlines, int majority)
    {
        if (deadlines.Length < majority)
            return null;
        deadlines.Sort();
        return deadlines[^majority];
    }
}
