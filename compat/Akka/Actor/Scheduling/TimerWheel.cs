using System.Diagnostics;
using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Something that a <see cref="TimerWheel"/> runs when it is due. Also the link of a slot's list.</summary>
internal abstract class WheelEntry
{
    internal WheelEntry? Previous, Next;
    internal TimerWheel? Wheel; // while it waits
    internal long DueTick;
    internal int Slot;

    /// <summary>Runs on the wheel's thread; must be quick and must not throw.</summary>
    public abstract void Fire();

    /// <summary>Takes it off the wheel at once, so that it keeps nothing alive.</summary>
    public void Remove() => Wheel?.Remove(this);
}

/// <summary>
/// A hashed timing wheel: scheduling and cancelling take constant time, however many timers there are. One
/// thread turns it, and sleeps while there are none. (Varghese and Lauck 1987, scheme 6.)
/// </summary>
internal sealed class TimerWheel
{
    private static readonly Lazy<TimerWheel> TheShared = new(() => new TimerWheel(TimeSpan.FromMilliseconds(10), 512, "actor timeouts"));

    private readonly object _lock = new();
    private readonly WheelEntry?[] _slots;
    private readonly long _ticksOfClockPerTick;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly string _name;

    private long _tick; // all entries due at or before it have fired
    private int _count;
    private bool _running;
    private bool _stopped;

    public TimerWheel(TimeSpan tick, int slots, string name)
    {
        _slots = new WheelEntry?[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)slots)];
        _ticksOfClockPerTick = Math.Max(1, (long)(tick.TotalSeconds * Stopwatch.Frequency));
        _name = name;
    }

    /// <summary>For time-outs in real time, whatever clock a system has.</summary>
    public static TimerWheel Shared => TheShared.Value;

    /// <summary>Fires <paramref name="entry"/> once, not before the delay has passed. False: the wheel has stopped.</summary>
    public bool Add(WheelEntry entry, TimeSpan delay)
    {
        var due = Stopwatch.GetTimestamp() - _started + (long)(delay.TotalSeconds * Stopwatch.Frequency);
        lock (_lock)
        {
            if (_stopped) return false;
            entry.DueTick = Math.Max(_tick + 1, (due + _ticksOfClockPerTick - 1) / _ticksOfClockPerTick);
            entry.Slot = (int)(entry.DueTick & (_slots.Length - 1));
            entry.Wheel = this;
            entry.Previous = null;
            entry.Next = _slots[entry.Slot];
            if (entry.Next is not null) entry.Next.Previous = entry;
            _slots[entry.Slot] = entry;
            if (++_count == 1) Turn();
            return true;
        }
    }

    /// <summary>Fires nothing any more.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            Array.Clear(_slots);
            _count = 0;
            Monitor.PulseAll(_lock);
        }
    }

    internal void Remove(WheelEntry entry)
    {
        lock (_lock)
        {
            if (entry.Wheel is null || _stopped) return;
            Unlink(entry);
        }
    }

    private void Unlink(WheelEntry entry)
    {
        if (entry.Previous is null) _slots[entry.Slot] = entry.Next;
        else entry.Previous.Next = entry.Next;
        if (entry.Next is not null) entry.Next.Previous = entry.Previous;
        entry.Previous = entry.Next = null;
        entry.Wheel = null;
        _count--;
    }

    private void Turn()
    {
        if (_running)
        {
            Monitor.PulseAll(_lock);
            return;
        }
        _running = true;
        new Thread(Run) { IsBackground = true, Name = _name }.UnsafeStart();
    }

    private void Run()
    {
        var due = new List<WheelEntry>();
        while (true)
        {
            lock (_lock)
            {
                while (_count == 0 && !_stopped)
                {
                    Monitor.Wait(_lock);
                    _tick = Math.Max(_tick, Elapsed() / _ticksOfClockPerTick - 1);
                }
                if (_stopped) return;
                WaitForTick(_tick + 1);
                if (_stopped) return;
                CollectDue(due);
            }
            foreach (var entry in due) entry.Fire();
            due.Clear();
        }
    }

    private void WaitForTick(long tick)
    {
        while (!_stopped)
        {
            var left = tick * _ticksOfClockPerTick - Elapsed();
            if (left <= 0) return;
            Monitor.Wait(_lock, (int)(left * 1000 / Stopwatch.Frequency) + 1);
        }
    }

    private void CollectDue(List<WheelEntry> due)
    {
        var now = Elapsed() / _ticksOfClockPerTick;
        // After a long pause one turn of the wheel passes every slot.
        var first = Math.Max(_tick + 1, now - _slots.Length + 1);
        for (var tick = first; tick <= now; tick++)
        {
            for (var entry = _slots[tick & (_slots.Length - 1)]; entry is not null;)
            {
                var next = entry.Next;
                if (entry.DueTick <= now)
                {
                    Unlink(entry);
                    due.Add(entry);
                }
                entry = next;
            }
        }
        _tick = now;
        due.Sort(static (a, b) => a.DueTick.CompareTo(b.DueTick));
    }

    private long Elapsed() => Stopwatch.GetTimestamp() - _started;
}
