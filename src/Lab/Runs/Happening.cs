namespace Coterie.Lab.Runs;

/// <summary>One line of the story of a violation: a step of a process, a fault, or both at once.</summary>
/// <param name="At">When. In an exploration, which has no time, one millisecond after the line before.</param>
/// <param name="Fault">
/// The fault; null for none. Together with a step, it says that the message of the step stays on its way and will arrive again.
/// </param>
/// <param name="Step">The step of a process; null for none.</param>
public sealed record Happening(TimeSpan At, Fault? Fault, RecordedStep? Step)
{
    /// <summary>Passes the fault and the step to a listener, in this order.</summary>
    public void Tell(IRunListener listener)
    {
        if (Fault is not null)
            listener.On(At, Fault);
        if (Step is not null)
            listener.On(At, Step.ToStep());
    }
}
