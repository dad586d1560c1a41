namespace Coterie.Protocols.Quorum;

/// <summary>
/// What several voters say that they have of one name (rules 20, 21 and 23). A value that m of them have from a client, with one
/// stamp, has been stored: whoever enters later finds it, or one that goes on from it. A larger stamp that fewer have changes
/// nothing about that. It is of a store that is under way or was cut off, and nobody has been told of it, since no m voters have
/// it.
/// </summary>
internal static class Agreement
{
    /// <summary>The value with the largest stamp.</summary>
    public static StampedValue Latest(List<VoterAnswer> answers)
    {
        var latest = default(StampedValue);
        foreach (var answer in answers)
            latest = answer.Stored.Stamp > latest.Stamp ? answer.Stored : latest;
        return latest;
    }

    /// <summary>The value with the largest stamp that so many have exactly; null if there is none.</summary>
    public static StampedValue? Of(List<VoterAnswer> answers, int enough)
    {
        StampedValue? agreed = null;
        foreach (var (stored, _) in answers)
        {
            if (!(stored.Stamp < agreed?.Stamp) && Count(answers, stored.Stamp) >= enough)
                agreed = stored;
        }
        return agreed;
    }

    private static int Count(List<VoterAnswer> answers, ValueStamp stamp)
    {
        var count = 0;
        foreach (var answer in answers)
            count += answer.Stored.Stamp == stamp && !answer.IsRecovered ? 1 : 0;
        return count;
    }
}

/// <summary>What one voter says that it has of a name.</summary>
/// <param name="Stored">The value.</param>
/// <param name="IsRecovered">See <see cref="QuorumProtocol.NamedValue"/>.</param>
internal readonly record struct VoterAnswer(StampedValue Stored, bool IsRecovered);
