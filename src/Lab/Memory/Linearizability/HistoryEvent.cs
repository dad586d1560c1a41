namespace Coterie.Lab.Memory.Linearizability;

/// <summary>What an event of a history says of its operation.</summary>
internal enum EventType
{
    /// <summary>The client calls it.</summary>
    Invoke,

    /// <summary>It took effect, between its call and now.</summary>
    Ok,

    /// <summary>It has not happened and never will.</summary>
    Fail,

    /// <summary>Nobody knows: it takes effect at any time after its call, or never. Its process is not heard of again.</summary>
    Info,
}

/// <summary>What an operation does to a register.</summary>
internal enum Function
{
    Read,
    Write,

    /// <summary>Compare and set.</summary>
    Cas,

    /// <summary>An addition whose result nobody knows. One with a known result is a compare-and-set.</summary>
    Add,
}

/// <summary>One line of a memory history.</summary>
/// <param name="Process">The client: it has one operation under way at a time.</param>
/// <param name="Type">What happened.</param>
/// <param name="Function">To which kind of operation.</param>
/// <param name="Key">The register's name.</param>
/// <param name="Value">What is written, or was read; null where a read has not been answered.</param>
/// <param name="Expected">What a compare-and-set wants to find.</param>
/// <param name="Time">Nanoseconds on one clock; null where the order of the lines counts.</param>
internal sealed record HistoryEvent(
    int Process, EventType Type, Function Function, string Key, int? Value, int? Expected = null, long? Time = null);
