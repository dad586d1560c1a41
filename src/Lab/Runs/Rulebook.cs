namespace Coterie.Lab.Runs;

/// <summary>
/// How a protocol's steps are explained: the rule behind each step, and what a process that waits is waiting for. It works on a
/// recorded run, so it knows only who did what and sent what.
/// </summary>
/// <param name="ReasonOf">Why a step was taken; null if no rule can be named.</param>
internal sealed record Rulebook(Func<RuleCase, Reason?> ReasonOf)
{
    /// <summary>
    /// The kind of message by which one process consents to the request of another: a process that waits needs one from each
    /// process that it asked. Null if the protocol works in another way. Default null.
    /// </summary>
    public string? Consent { get; init; }

    /// <summary>The kind of message that gives a consent back; null for none. Default null.</summary>
    public string? GivenBack { get; init; }

    /// <summary>
    /// The kind of message that carries the only permission to enter, which process 1 has at first: a process that waits needs
    /// it. Null if there is none. Default null.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>
    /// Whether a process that comes back after a crash never has the token, not even process 1. Default no: it is as at first.
    /// </summary>
    public bool IsTokenLostInCrash { get; init; }

    /// <summary>Which messages carry a Lamport clock. Default none.</summary>
    public ClockedMessages Clocked { get; init; }
}

/// <summary>Which messages of a protocol set the receiver's Lamport clock.</summary>
internal enum ClockedMessages
{
    /// <summary>None: the number of a request is its process's own count.</summary>
    None,

    /// <summary>Requests.</summary>
    Requests,

    /// <summary>All. Each step that sends something raises the clock of its process by one.</summary>
    All,
}
