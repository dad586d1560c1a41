using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>What is known of a step when its rule is looked for.</summary>
/// <param name="Self">The process that took the step.</param>
/// <param name="Standing">Where the process stood before the step; for an entry, a process that waits.</param>
/// <param name="Sent">The messages that it sent in the step: to whom, and of which kind.</param>
internal sealed record RuleCase(ProcessId Self, Standing Standing, IReadOnlyList<(ProcessId To, string Kind)> Sent)
{
    /// <summary>What the process did of its own; null if it only received a message or sent messages.</summary>
    public Deed? Deed { get; init; }

    /// <summary>The kind of the message that it received; null for none.</summary>
    public string? Received { get; init; }

    /// <summary>Who sent that message; null for none.</summary>
    public ProcessId? From { get; init; }

    /// <summary>The request that the message concerns, or with which the process asks; null for none.</summary>
    public Timestamp? Theirs { get; init; }

    /// <summary>The request with which the process waits or is inside; null for none.</summary>
    public Timestamp? Own { get; init; }

    /// <summary>Whether it sent again what was not answered.</summary>
    public bool IsSentAgain { get; init; }

    /// <summary>Whether it had consented to the received request before the step.</summary>
    public bool WasAnswered { get; init; }

    /// <summary>Whether a later request from the same process had come before the received one.</summary>
    public bool IsLate { get; init; }

    /// <summary>The Lamport clock of the process before the step; 0 if its protocol has none.</summary>
    public long Clock { get; init; }

    /// <summary>How many consents to its own request are still missing after the step.</summary>
    public int Missing { get; init; }

    /// <summary>Whether it waits or is inside, and its own request goes before the received one.</summary>
    public bool IsFirst => Own < Theirs;

    /// <summary>Whether the message is about the request with which it waits.</summary>
    public bool IsAboutOwn => Standing == Standing.Waiting && (Theirs is null || Theirs == Own);

    /// <summary>Whether it sent a message of that kind.</summary>
    public bool Sends(string kind) => Sent.Any(sent => sent.Kind == kind);

    /// <summary>Whether it answered the sender of the received message by a message of that kind.</summary>
    public bool Answers(string kind) => Sent.Any(sent => sent.Kind == kind && sent.To == From);
}
