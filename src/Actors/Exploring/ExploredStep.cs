using Coterie.Checking;

namespace Coterie.Exploring;

/// <summary>One step of a way through the states: something that happens to a message on the way, a step of a process, or the one that brings the other about.</summary>
/// <param name="Fault">A message that is lost, or that stays on the way although it arrives; null for neither.</param>
/// <param name="Step">The step of a process; null where a message is lost.</param>
public sealed record ExploredStep(Fault? Fault, RecordedStep? Step)
{
    /// <summary>Tells a listener of these steps, one a millisecond.</summary>
    public static void Tell(IEnumerable<ExploredStep> steps, IRunListener listener)
    {
        foreach (var (fault, step) in steps)
        {
            var at = TimeSpan.Zero;
            if (fault is not null)
                listener.On(at, fault);
            if (step is not null)
                listener.On(step.At, step.ToStep());
        }
    }
}
