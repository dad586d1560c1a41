namespace Coterie.Host.Simulate.Events;

/// <summary>Which events of a run are printed.</summary>
internal enum EventLevel
{
    /// <summary>None.</summary>
    None,

    /// <summary>What matters: requests, deferred replies, entries, exits and faults; replies are folded into one line.</summary>
    Main,

    /// <summary>Each event and each message but requests, in the sentences of the first version of the program.</summary>
    All,
}
