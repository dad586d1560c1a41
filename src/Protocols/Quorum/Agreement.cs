namespace Coterie.Protocols.Quorum;

/// <summary>
/// What several voters say that they have of one name (rules 20, 21 and 23). A value that m of them have, with one stamp, has
/// been stored: whoever enters later finds it, or one that goes on from it. A larger stamp that fewer have changes nothing about
/// that. It is of a store that is under way or was cut off, and nobody has been told of it, since no m voters have it.
/// </summary>
internal static class Agreement
{
    /// <summary>The value with the largest stamp.</summary>
    public static StampedValue Latest(List<StampedValue> answers)
    {
        var latest = default(StampedValue);
        foreach (var answer in answers)
            latest = answer.Stamp > latest.Stamp ? answer : latest;
        return latest;
    }

    /// <summary>The value with the largest stamp that so many have exactly; null if there is none.</summary>
    public static StampedValue? Of(List<StampedValue> answers, int enough)
    {
        StampedValue? agreed = null;
        foreach (var answer in answers)
        {
            if (!(answer.Stamp < agreed?.Stamp) && answers.Count(other => other.Stamp == answer.Stamp) >= enough)
                agreed = answer;
        }
        return agreed;
    }
}
