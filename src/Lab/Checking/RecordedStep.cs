using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;

namespace Coterie.Lab.Checking;

/// <summary>A <see cref="Step"/> that is kept, with its time.</summary>
/// <param name="At">When it was taken, since the start of the run on its node.</param>
/// <param name="Process">Whose step.</param>
/// <param name="Kind">What came in.</param>
/// <param name="Message">The message, of a <see cref="StepKind.Receive"/>; otherwise null.</param>
/// <param name="Request">The process's own request before the step or, where there was none, after it.</param>
/// <param name="Effects">What the process did about it.</param>
public sealed record RecordedStep(
    TimeSpan At, ProcessId Process, StepKind Kind, MutexProtocol.IWireMessage? Message, Timestamp? Request, IReadOnlyList<Effect> Effects)
{
    private readonly Effect[] _effects = Effects as Effect[] ?? [.. Effects];

    /// <summary>The step, as observers and listeners see it.</summary>
    public Step ToStep() => new(Process, Kind, Message, Request, _effects);

    /// <summary>Keeps <paramref name="step"/>.</summary>
    public static RecordedStep Of(TimeSpan at, in Step step) =>
        new(at, step.Process, step.Kind, step.Message, step.Request, step.Effects.ToArray());
}
