using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Host.Simulate.Events;

/// <summary>Writes the events of a run as lines.</summary>
internal interface ISentences
{
    /// <summary>A process took a step; what it said is known to the standings only after <see cref="OnOutput"/>.</summary>
    void OnStep(TimeSpan at, in Step step);

    /// <summary>The process said something in this step.</summary>
    void OnOutput(TimeSpan at, in Step step, IOutput output);

    /// <summary>A fault happened.</summary>
    void OnFault(TimeSpan at, Fault fault);

    /// <summary>Writes what was held back to be told in one line with what follows.</summary>
    void Complete();
}
