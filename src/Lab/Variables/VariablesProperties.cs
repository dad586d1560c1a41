using Coterie.Lab.Memory;
using Coterie.Lab.Runs;

namespace Coterie.Lab.Variables;

/// <summary>What replicated variables promise, besides what the votes below them do.</summary>
public static class VariablesProperties
{
    /// <summary>
    /// What is told as stored or read is at a majority of the voters, so that whoever comes later finds it. A voter that has lost
    /// its memory is not asked before it has recovered: until then it counts as if it had everything.
    /// </summary>
    public static Property Durability { get; } = new("Durability", 1, "nothing that was told is lost")
    {
        Concern = Concern.Everybody,
    };

    /// <summary>
    /// Whoever begins to read, or has the lock, when a value was told finds this value or a later one: stamps never go back.
    /// </summary>
    public static Property Stamps { get; } = new("Stamps", 2, "values never go back") { Concern = Concern.Everybody };

    /// <summary>
    /// Each value that was told has in it, in the same order, all operations of those that were told with smaller stamps, and no
    /// operation twice.
    /// </summary>
    public static Property Continuity { get; } = new("Continuity", 2, "each operation is done once, and stays done")
    {
        Concern = Concern.Everybody,
    };

    /// <summary>See <see cref="MemoryProperties.Linearizability"/>.</summary>
    public static Property Linearizability => MemoryProperties.Linearizability;

    /// <summary>Every operation has one outcome.</summary>
    public static Property Outcomes { get; } = new("Outcomes", 3, "every operation has one outcome");
}
