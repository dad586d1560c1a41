using Coterie.Lab.Checking;

namespace Coterie.Lab.Hunting;

/// <summary>How a run came to break a property: what happened, cut after the violation, and nothing that is not in its causal past.</summary>
/// <param name="Violation">The first of the gravest kind.</param>
/// <param name="Happenings">Its causal past, in order.</param>
public sealed record Story(Violation Violation, IReadOnlyList<Happening> Happenings);
