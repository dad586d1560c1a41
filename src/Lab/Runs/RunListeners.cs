using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>Passes everything on to several listeners, in their order.</summary>
internal sealed class RunListeners(params IReadOnlyList<IRunListener> listeners) : IRunListener
{
    private readonly IRunListener[] _listeners = [.. listeners];

    /// <inheritdoc/>
    public void On(TimeSpan at, in Step step)
    {
        foreach (var listener in _listeners)
            listener.On(at, step);
    }

    /// <inheritdoc/>
    public void On(TimeSpan at, Fault fault)
    {
        foreach (var listener in _listeners)
            listener.On(at, fault);
    }
}
