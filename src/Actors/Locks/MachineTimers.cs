using Coterie.Protocols.Kernel;

namespace Coterie.Actors.Locks;

/// <summary>
/// The timers of a machine, by a <see cref="TimeProvider"/>. One thread at a time, except for <paramref name="onDue"/>, which is
/// called on any thread: whoever hosts the machine then asks <see cref="Take"/>, because the timer may have been cancelled or set
/// again meanwhile.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="onDue">A timer has fired.</param>
internal sealed class MachineTimers(TimeProvider clock, Action<MachineTimers.Due> onDue)
{
    private readonly Dictionary<TimerId, Due> _set = [];

    /// <summary>Sets a timer, again if it is set already.</summary>
    public void Set(TimerId timer, TimeSpan after)
    {
        Cancel(timer);
        var due = new Due(this, timer);
        _set.Add(timer, due);
        due.Timer = clock.CreateTimer(static state => ((Due)state!).Fire(), due, after, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The timer does not fire, if it is set.</summary>
    public void Cancel(TimerId timer)
    {
        if (_set.Remove(timer, out var due))
            due.Timer?.Dispose();
    }

    /// <summary>Whether a timer that has fired is still set as it was then; it is not set any more.</summary>
    public bool Take(Due due)
    {
        if (_set.GetValueOrDefault(due.Id) != due)
            return false;
        Cancel(due.Id);
        return true;
    }

    /// <summary>No timer fires any more.</summary>
    public void Clear()
    {
        foreach (var due in _set.Values)
            due.Timer?.Dispose();
        _set.Clear();
    }

    /// <summary>A timer, from when it was set until it is set again.</summary>
    public sealed class Due(MachineTimers timers, TimerId id)
    {
        /// <summary>Which timer.</summary>
        public TimerId Id => id;

        internal ITimer? Timer { get; set; }

        internal void Fire() => timers.NotifyDue(this);
    }

    private void NotifyDue(Due due) => onDue(due);
}
