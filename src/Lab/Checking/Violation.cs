using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Checking;

/// <summary>The properties that a run must have.</summary>
public enum Property
{
    /// <summary>Never two inside.</summary>
    Exclusion,

    /// <summary>No process enters before one whose request has the smaller timestamp.</summary>
    Order,

    /// <summary>Every request is granted or withdrawn.</summary>
    Progress,

    /// <summary>A process enters with the consent of every other, each given to this very request.</summary>
    Consent,

    /// <summary>An entry costs the messages of theory, not counting what was sent again.</summary>
    MessageCount,

    /// <summary>Every entry left its mark on the shared counter.</summary>
    Counter,
}

/// <summary>A property that the run does not have.</summary>
/// <param name="Property">Which one.</param>
/// <param name="At">When it was seen, since the start of the run.</param>
/// <param name="Process">Whose step showed it; null for the run as a whole.</param>
/// <param name="Text">What happened, in a sentence.</param>
public sealed record Violation(Property Property, TimeSpan At, ProcessId? Process, string Text);
