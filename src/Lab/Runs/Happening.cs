namespace Coterie.Lab.Runs;

/// <summary>One line of a story that ends badly: a step of a process, something that befalls the run, or both at once.</summary>
/// <param name="At">When. Where there is no time, a millisecond later than the one before.</param>
/// <param name="Fault">
/// What befalls the run: together with a step, that the message of the step stays on its way to arrive again. Null for nothing.
/// </param>
/// <param name="Step">The step of a process; null for none.</param>
public sealed record Happening(TimeSpan At, Fault? Fault, RecordedStep? Step)
{
    /// <summary>Tells a listener.</summary>
    public void Tell(IRunListener listener)
    {
        if (Fault is not null)
            listener.On(At, Fault);
        if (Step is not null)
            listener.On(At, Step.ToStep());
    }
}
