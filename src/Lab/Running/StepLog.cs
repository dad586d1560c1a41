using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Running;

/// <summary>
/// The record of a node: keeps each step until the run has it, and says what to send next. The threads of the processes add
/// steps; the node takes them out.
/// </summary>
internal sealed class StepLog : IRunListener
{
    /// <summary>The most steps that are kept. If there are more, the run is too slow to take them, and it fails.</summary>
    public const int MostKept = 4_000_000;

    // In effects, each a few bytes on the wire; far below what a frame may hold.
    private const int BatchSize = 2_000;
    private const int MostOnTheWay = 32 * BatchSize;

    private readonly Lock _gate = new();
    private readonly List<RecordedStep> _kept = [];
    private int _head;
    private long _first;
    private long _next;

    /// <summary>Whether the run has every step.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _head == _kept.Count;
        }
    }

    /// <summary>Whether steps were dropped because <see cref="MostKept"/> were waiting: the record cannot be completed.</summary>
    public bool HasOverflowed { get; private set; }

    /// <inheritdoc/>
    public void On(TimeSpan at, in Step step)
    {
        lock (_gate)
        {
            if (_kept.Count - _head < MostKept)
                _kept.Add(RecordedStep.Of(at, step));
            else
                HasOverflowed = true;
        }
    }

    /// <summary>The next steps to send; null if there are none, or if enough are on their way.</summary>
    public (long First, IReadOnlyList<RecordedStep> Steps)? NextBatch()
    {
        lock (_gate)
        {
            var from = _head + (int)(_next - _first);
            if (from == _kept.Count || _next - _first >= MostOnTheWay)
                return null;
            var (to, size) = (from, 0);
            do
                size += 1 + _kept[to++].Effects.Count;
            while (to < _kept.Count && size < BatchSize);
            var batch = (_next, (IReadOnlyList<RecordedStep>)_kept.GetRange(from, to - from));
            _next += to - from;
            return batch;
        }
    }

    /// <summary>The run has all steps before <paramref name="next"/>; a late copy has no effect.</summary>
    public void Taken(long next)
    {
        lock (_gate)
        {
            if (next <= _first || next > _first + _kept.Count - _head)
                return;
            _head += (int)(next - _first);
            _first = next;
            _next = Math.Max(_next, next);
            if (_head * 2 < _kept.Count)
                return;
            _kept.RemoveRange(0, _head);
            _head = 0;
        }
    }

    /// <summary>What was sent may be lost: sending begins again with the first step that the run has not confirmed.</summary>
    public void Rewind()
    {
        lock (_gate)
            _next = _first;
    }
}
