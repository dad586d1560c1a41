using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Exploring;

/// <summary>
/// Which set timers must not fire yet, because another one that was set before for a shorter time is still set. The part of a
/// global state that stands for time.
/// </summary>
/// <param name="firesLater">For which pairs of timers the order matters.</param>
/// <param name="numbers">The numbers of all pairs seen so far, shared by the states of an exploration.</param>
internal sealed class TimerOrder(FiresLater firesLater, TimerPairs numbers)
{
    private readonly List<int> _pairs = [];

    /// <summary>How many pairs of timers there are whose order matters now.</summary>
    public int Count => _pairs.Count;

    /// <summary>The numbers of these pairs, in ascending order.</summary>
    public IReadOnlyList<int> Pairs => _pairs;

    /// <summary>Whether no other timer must fire before this one, which is set.</summary>
    public bool MayFire(ProcessId process, TimerId timer)
    {
        foreach (var pair in _pairs)
        {
            if (numbers[pair].Later == (process, timer))
                return false;
        }
        return true;
    }

    /// <summary>A process has taken a step that changed timers.</summary>
    /// <param name="process">The process.</param>
    /// <param name="changes">What the step did to its timers.</param>
    /// <param name="locals">The processes after the step, process 1 first.</param>
    public void Take(ProcessId process, ReadOnlySpan<TimerChange> changes, ReadOnlySpan<LocalState> locals)
    {
        foreach (var change in changes)
        {
            var timer = (process, change.Timer);
            _pairs.RemoveAll(pair => numbers[pair].Later == timer || numbers[pair].Earlier == timer);
        }
        foreach (var change in changes)
        {
            if (change.After is { } after)
                AddEarlier(process, change.Timer, after, locals);
        }
        _pairs.Sort();
    }

    /// <summary>Becomes a copy of <paramref name="other"/>.</summary>
    public void Become(TimerOrder other)
    {
        _pairs.Clear();
        _pairs.AddRange(other._pairs);
    }

    /// <summary>Becomes <paramref name="other"/> with other numbers for the processes.</summary>
    public void Become(TimerOrder other, Renaming renaming)
    {
        _pairs.Clear();
        foreach (var pair in other._pairs)
        {
            var (later, earlier) = numbers[pair];
            _pairs.Add(numbers.Number(new TimerPair(
                (renaming.Of(later.Process), later.Timer), (renaming.Of(earlier.Process), earlier.Timer))));
        }
        _pairs.Sort();
    }

    /// <summary>Forgets all pairs.</summary>
    public void Clear() => _pairs.Clear();

    /// <summary>Adds the pair with this number, which is larger than those before.</summary>
    public void Add(int pair) => _pairs.Add(pair);

    private void AddEarlier(ProcessId process, TimerId timer, TimeSpan after, ReadOnlySpan<LocalState> locals)
    {
        for (var i = 0; i < locals.Length; i++)
        {
            var (other, timers, durations) = (new ProcessId(i + 1), locals[i].View.Timers, locals[i].Durations);
            for (var place = 0; place < timers.Count; place++)
            {
                if (durations[place] < after && firesLater(process, timer, other, timers[place]))
                    _pairs.Add(numbers.Number(new TimerPair((process, timer), (other, timers[place]))));
            }
        }
    }
}

/// <summary>Two timers that are set, of which one must not fire before the other.</summary>
internal readonly record struct TimerPair((ProcessId Process, TimerId Timer) Later, (ProcessId Process, TimerId Timer) Earlier);

/// <summary>All pairs of timers that were ever seen, numbered from 0 in the order in which they were seen.</summary>
internal sealed class TimerPairs
{
    private readonly Dictionary<TimerPair, int> _numbers = [];
    private readonly List<TimerPair> _pairs = [];

    public TimerPair this[int number] => _pairs[number];

    /// <summary>The number of a pair.</summary>
    public int Number(TimerPair pair)
    {
        if (_numbers.TryGetValue(pair, out var number))
            return number;
        number = _pairs.Count;
        _pairs.Add(pair);
        _numbers.Add(pair, number);
        return number;
    }
}
