using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>
/// Filters at work: from its creation to its end the system's <see cref="TestEventListener"/> counts the matching
/// events here instead of printing them.
/// </summary>
internal sealed class EventWatch : IUnmutableFilter
{
    private readonly object _gate = new();
    private readonly ActorSystem _system;
    private readonly EventFilter[] _filters;
    private TaskCompletionSource? _enough;
    private int _wanted;
    private int _seen;

    public EventWatch(ActorSystem system, EventFilter[] filters)
    {
        if (!system.Settings.Loggers.Any(IsListener))
            throw new InvalidOperationException(
                $"akka.loggers must name Akka.TestKit.TestEventListener for an event filter, was [{string.Join(", ", system.Settings.Loggers)}].");
        (_system, _filters) = (system, filters);
        system.EventStream.Publish(new Begin(this));
    }

    internal sealed record Begin(EventWatch Watch);

    internal sealed record End(EventWatch Watch);

    /// <summary>Completed by the listener once it has seen all that was published before.</summary>
    internal sealed class Fence
    {
        private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Passed => _passed.Task;

        public void Pass() => _passed.TrySetResult();
    }

    /// <summary>The listener's question; a match counts.</summary>
    public bool Takes(LogEvent logEvent)
    {
        if (!Array.Exists(_filters, filter => filter.IsMatch(logEvent)))
            return false;
        lock (_gate)
        {
            if (++_seen >= _wanted)
                _enough?.TrySetResult();
        }
        return true;
    }

    /// <summary>
    /// How many events have come: waits for <paramref name="wanted"/> of them, and in any case until all that was
    /// published before the call has been looked at.
    /// </summary>
    public async Task<int> Count(int wanted, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Task enough;
        lock (_gate)
        {
            _wanted = wanted;
            _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_seen >= wanted)
                _enough.SetResult();
            enough = _enough.Task;
        }
        try
        {
            await enough.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
            var fence = new Fence();
            _system.EventStream.Publish(fence);
            await fence.Passed.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What has come until now is the answer.
        }
        lock (_gate)
            return _seen;
    }

    public void Unmute() => _system.EventStream.Publish(new End(this));

    public void Dispose() => Unmute();

    private static bool IsListener(string logger) => typeof(TestEventListener).IsAssignableFrom(Type.GetType(logger));
}
