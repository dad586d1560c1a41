using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// Brings the steps of processes on many threads into one order, gives each its time, and passes them on. A process waits here
/// until its step is recorded. So its next step comes later in the record, and the record never falls behind the run.
/// </summary>
internal sealed class RunRecorder : IStepObserver
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly RunListeners _listeners;
    private long _start;

    /// <summary>Starts the clock of the run.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="listeners">Who gets the steps, in this order.</param>
    public RunRecorder(TimeProvider time, params IReadOnlyList<IRunListener> listeners)
    {
        _time = time;
        _listeners = new RunListeners(listeners);
        _start = time.GetTimestamp();
    }

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_start);

    /// <summary>Starts the clock of the run again from zero. Call it before the first step.</summary>
    public void Restart() => _start = _time.GetTimestamp();

    /// <inheritdoc/>
    public void Observe(in Step step)
    {
        lock (_gate)
        {
            _listeners.On(Elapsed, step);
        }
    }
}
