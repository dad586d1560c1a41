namespace Coterie.Lab.Running;

/// <summary>A run could not be finished, because an actor that it needs stopped.</summary>
public sealed class SimulationFailedException : Exception
{
    /// <summary>An exception whose message says which actor stopped and why.</summary>
    public SimulationFailedException(string message)
        : base(message)
    {
    }
}
