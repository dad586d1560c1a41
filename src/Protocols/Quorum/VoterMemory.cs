using System.Globalization;
using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// What a durable voter has stored in its earlier lives (rule 12). Its host stores each <see cref="IRecord"/> that it asks for,
/// and sends nothing of a step before the records of that step, and of all steps before, would survive a crash. The records of
/// one step survive together, or none of them does.
/// </summary>
/// <param name="Floor">The floor of every name; null if the voter has never voted, so that there is nothing to remember.</param>
/// <param name="Values">The latest value of each name.</param>
public sealed record VoterMemory(long? Floor, IReadOnlyList<ValueKept> Values)
{
    /// <summary>That of a voter that has never voted.</summary>
    public static VoterMemory Empty { get; } = new(null, []);

    /// <summary>Whether the voter has never voted.</summary>
    public bool IsEmpty => Floor is null;

    /// <summary>The lives of the voters that began together without memory; null if they did not.</summary>
    public Founded? Founded { get; init; }

    /// <summary>The memory of these records, the last one of each key.</summary>
    public static VoterMemory Of(IReadOnlyList<IRecord> stored) => new(
        stored.OfType<FloorReserved>().SingleOrDefault()?.Floor, [.. stored.OfType<ValueKept>()])
    {
        Founded = stored.OfType<Founded>().SingleOrDefault(),
    };
}

/// <summary>
/// Every floor that the voter tells is below this number, until it has stored a larger one. So the number of every token that
/// depends on what it told is at most this, and no name needs a floor of its own on disk.
/// </summary>
/// <param name="Floor">The number.</param>
public sealed record FloorReserved(long Floor) : IRecord
{
    /// <inheritdoc/>
    public string Key => "floor";
}

/// <summary>The voter has taken this value (rules 12 and 19).</summary>
/// <param name="Name">The name.</param>
/// <param name="Stored">The value with its stamp.</param>
/// <param name="IsRecovered">See <see cref="QuorumProtocol.NamedValue"/>.</param>
public sealed record ValueKept(string Name, StampedValue Stored, bool IsRecovered = false) : IRecord
{
    /// <inheritdoc/>
    public string Key => $"value {Name}";
}

/// <summary>
/// The voters began together without memory (rule 12). Stored, because one of them may still be about to begin when this one
/// restarts.
/// </summary>
/// <param name="Lives">The life of each voter, the first voter first, with commas.</param>
public sealed record Founded(string Lives) : IRecord
{
    /// <inheritdoc/>
    public string Key => "founded";

    /// <summary>The record of these lives.</summary>
    internal static Founded Of(PerProcess<long> lives, int voters) => new(string.Join(
        ',', Enumerable.Range(1, voters).Select(id => lives[new ProcessId(id)].ToString(CultureInfo.InvariantCulture))));

    /// <summary>Puts the lives where they belong.</summary>
    internal void Restore(PerProcess<long> lives)
    {
        var id = 0;
        foreach (var life in Lives.Split(','))
            lives[new ProcessId(++id)] = long.Parse(life, CultureInfo.InvariantCulture);
    }
}
