using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// Is told of a run, step after step, in an order that respects causality. Never called by two threads at once.
/// </summary>
public interface IRunListener
{
    /// <summary>A process took a step, <paramref name="at"/> after the start of the run.</summary>
    void On(TimeSpan at, in Step step);

    /// <summary>The simulated world did something to the run; real runs have none of these.</summary>
    void On(TimeSpan at, Fault fault)
    {
    }
}
