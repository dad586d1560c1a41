using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>A <see cref="Step"/> that is kept, with its time.</summary>
/// <param name="At">When it was taken, since the start of the run on its node.</param>
/// <param name="Process">The process that took the step.</param>
/// <param name="Input">What came in.</param>
/// <param name="Effects">What the process did in return.</param>
public sealed record RecordedStep(TimeSpan At, ProcessId Process, Input Input, IReadOnlyList<Effect> Effects)
{
    private readonly Effect[] _effects = Effects as Effect[] ?? [.. Effects];

    /// <summary>The step, as observers and listeners see it.</summary>
    public Step ToStep() => new(Process, Input, _effects);

    /// <summary>Keeps <paramref name="step"/>.</summary>
    public static RecordedStep Of(TimeSpan at, in Step step) => new(at, step.Process, step.Input, step.Effects.ToArray());
}
