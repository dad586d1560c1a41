using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// Gets the steps and faults of a run, one after the other, in an order that respects causality. Never called by two threads at
/// once.
/// </summary>
public interface IRunListener
{
    /// <summary>A process took a step, <paramref name="at"/> after the start of the run.</summary>
    void On(TimeSpan at, in Step step);

    /// <summary>
    /// A fault happened, <paramref name="at"/> after the start of the run. Runs in real time have no such calls.
    /// </summary>
    void On(TimeSpan at, Fault fault)
    {
    }
}
