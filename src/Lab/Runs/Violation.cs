using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>A violation of a property in a run.</summary>
/// <param name="Property">Which one.</param>
/// <param name="At">When it was seen, since the start of the run.</param>
/// <param name="Process">The process whose step showed it; null for the run as a whole.</param>
/// <param name="Text">What happened, in a sentence.</param>
public sealed record Violation(Property Property, TimeSpan At, ProcessId? Process, string Text);
