namespace Coterie.Lab.Runs;

/// <summary>What a run shows about a protocol.</summary>
public enum RunVerdict
{
    /// <summary>At least one process entered, the run came to its end, and no property was violated.</summary>
    Good,

    /// <summary>A property was violated.</summary>
    Bad,

    /// <summary>
    /// No property was violated, but the run did not come to its end for every process: one crashed, which the protocol does not
    /// tolerate, or was lost, or the time ran out.
    /// </summary>
    Incomplete,

    /// <summary>
    /// No property was violated, but the run shows nothing: nobody entered, or the rule that was broken on purpose did not show.
    /// </summary>
    Inconclusive,
}
