using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Comparing;

/// <summary>Measures a run from one time to another. What happens before or after is not measured.</summary>
/// <param name="processes">How many there are.</param>
/// <param name="from">Its beginning.</param>
/// <param name="to">Its end.</param>
/// <param name="apart">The kinds of messages that are not counted.</param>
internal sealed class Meter(int processes, TimeSpan from, TimeSpan to, IReadOnlyList<string> apart) : IRunListener
{
    private readonly KindCounts _kinds = new();
    private readonly PerProcess<TimeSpan> _asked = new(processes);
    private readonly PerProcess<long> _entries = new(processes);
    private TimeSpan? _free;
    private int _waiting;
    private long _messages;
    private long _delays;
    private long _responses;
    private TimeSpan _delay;
    private TimeSpan _response;

    /// <summary>Entries.</summary>
    public long Entries => EntriesPerProcess.Sum();

    /// <summary>Entries of process 1, 2, …</summary>
    public IReadOnlyList<long> EntriesPerProcess => [.. _entries.Values];

    /// <summary>Messages sent.</summary>
    public long Messages => _messages;

    /// <summary>Messages sent, by kind.</summary>
    public IReadOnlyList<KindCount> ByKind => _kinds.ToArray();

    /// <summary>From an exit to the next entry if a process waits at the exit, on average; null if none ever did.</summary>
    public TimeSpan? Delay => _delays == 0 ? null : _delay / _delays;

    /// <summary>From the request to the exit, on average; null if no process left.</summary>
    public TimeSpan? Response => _responses == 0 ? null : _response / _responses;

    /// <inheritdoc/>
    public void On(TimeSpan at, in Step step)
    {
        if (at >= to)
            return;
        var process = step.Process;
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Message is { } message)
            {
                if (at >= from && !apart.Contains(message.Kind))
                    Count(message.Kind);
                continue;
            }
            switch (effect.Output?.Deed)
            {
                case Deed.Asked:
                    _asked[process] = at;
                    _waiting++;
                    break;
                case Deed.Entered: OnEntered(at, process); break;
                case Deed.Left: OnExit(at, process); break;
            }
        }
    }

    /// <inheritdoc/>
    public void On(TimeSpan at, Fault fault)
    {
    }

    private void OnExit(TimeSpan at, ProcessId process)
    {
        _free = _waiting > 0 ? at : null;
        if (_asked[process] < from)
            return;
        _response += at - _asked[process];
        _responses++;
    }

    private void OnEntered(TimeSpan at, ProcessId process)
    {
        _waiting--;
        if (at < from)
            return;
        _entries[process]++;
        if (_free is { } since)
        {
            _delay += at - since;
            _delays++;
        }
        _free = null;
    }

    private void Count(string name)
    {
        _kinds.Add(name);
        _messages++;
    }
}
