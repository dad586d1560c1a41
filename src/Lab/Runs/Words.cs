using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>How to say what happens in a run of a protocol, and how to read it back.</summary>
public sealed record Words
{
    /// <summary>What the rules are called: <c>algorithm</c>. Default that.</summary>
    public string Rules { get; init; } = "algorithm";

    /// <summary>What processes want, after a verb: <c>the critical section</c>.</summary>
    public required string Section { get; init; }

    /// <summary>
    /// The kind of message by which a process asks: a trace leaves it unsaid where one who asks sends it to everybody else. Null
    /// where the protocol has none.
    /// </summary>
    public string? Request { get; init; }

    /// <summary>
    /// The kind of message by which a process consents to a request, at once or later. Null where the protocol has none.
    /// </summary>
    public string? Consent { get; init; }

    /// <summary>Whether whoever receives a request owes a consent to it, sooner or later; default no.</summary>
    public bool OwesConsent { get; init; }

    /// <summary>What a process is, before its number: <c>Process</c>.</summary>
    public Func<ProcessId, string> Name { get; init; } = process => $"Process {process}";

    /// <summary>What a timer is for, after <c>has waited for</c>: <c>the resend interval</c>.</summary>
    public Func<TimerId, string> Timer { get; init; } = _ => "the resend interval";
}
