using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>
/// The clock of a process in a virtual run, and the timers that are set on it. Each setting is a planned event of the run, which
/// stays there when the timer is cancelled or set again: <see cref="TryTake"/> says whether the event still counts.
/// </summary>
/// <param name="id">The process.</param>
/// <param name="world">The run.</param>
internal sealed class VirtualTimers(ProcessId id, VirtualWorld world)
{
    private readonly NodeClock _clock = new(world.Settings.Drifts.GetValueOrDefault(id));
    private readonly List<SetTimer> _timers = new(0);
    private long _settings;

    /// <summary>What the clock of the process shows.</summary>
    public TimeSpan Now => TimeSpan.FromTicks(_clock.Local(world.Clock.Now));

    /// <summary>Sets a timer, again if it is set already.</summary>
    /// <param name="timer">Which one.</param>
    /// <param name="after">When it fires: so long from now, on the clock of the process.</param>
    /// <param name="life">The life of the process.</param>
    public void Set(TimerId timer, TimeSpan after, int life)
    {
        Cancel(timer);
        var set = new SetTimer(timer, ++_settings, _clock.Local(world.Clock.Now) + after.Ticks);
        _timers.Add(set);
        Plan(set, life);
    }

    /// <summary>The timer does not fire, if it is set.</summary>
    public void Cancel(TimerId timer)
    {
        for (var i = 0; i < _timers.Count; i++)
        {
            if (_timers[i].Id != timer)
                continue;
            _timers.RemoveAt(i);
            return;
        }
    }

    /// <summary>The event of a setting has come. The timer is not set any more.</summary>
    /// <returns>Whether the timer was still set as it was then.</returns>
    public bool TryTake(long setting)
    {
        for (var i = 0; i < _timers.Count; i++)
        {
            if (_timers[i].Setting != setting)
                continue;
            _timers.RemoveAt(i);
            return true;
        }
        return false;
    }

    /// <summary>No timer fires any more.</summary>
    public void Clear() => _timers.Clear();

    /// <summary>The clock jumps ahead: the timers fire earlier.</summary>
    /// <param name="by">How far.</param>
    /// <param name="life">The life of the process.</param>
    public void Jump(TimeSpan by, int life)
    {
        _clock.Jump(by.Ticks);
        foreach (var timer in _timers)
            Plan(timer, life);
    }

    private void Plan(in SetTimer timer, int life) => world.Plan(
        _clock.Global(world.Clock.Now, timer.DueAt), new Plan(Cue.Timer, id.Value - 1, life, timer.Id, timer.Setting));

    /// <summary>A timer that is set.</summary>
    /// <param name="Id">Which one.</param>
    /// <param name="Setting">The number of this setting.</param>
    /// <param name="DueAt">When it fires, on the clock of the process.</param>
    private readonly record struct SetTimer(TimerId Id, long Setting, long DueAt);
}
