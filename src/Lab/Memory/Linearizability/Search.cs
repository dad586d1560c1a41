namespace Coterie.Lab.Memory.Linearizability;

/// <summary>
/// Looks for an order of one register's operations that explains their results: Wing and Gong, <i>Testing and verifying
/// concurrent objects</i>,
/// 1993, with the memory of visited configurations of Lowe, <i>Testing for linearizability</i>, 2017. An operation of unknown
/// outcome has a
/// call and no return, so that the search may take it at any later place or leave it out. Two rules of registers keep the
/// search short: a read that
/// finds its value can be taken at once, and a value that is still to be found cannot be overwritten where nothing would bring
/// it back.
/// </summary>
internal sealed class Search
{
    private readonly Entry _head = new(null, 0, null);
    private readonly OperationSet _taken;
    private readonly Values _values;
    private readonly HashSet<ulong[]> _visited = new(SameWords.Instance);

    public Search(IReadOnlyList<Operation> operations)
    {
        var unknown = operations.Count(o => o.Returned is null);
        _values = new Values(operations);
        _taken = new OperationSet(unknown, operations.Count - unknown);
        var (nextUnknown, nextKnown) = (0, _taken.FirstKnown);
        var entries = new List<(int Place, Entry Entry)>();
        foreach (var operation in operations)
        {
            var end = operation.Returned is { } returned ? new Entry(null, 0, null) : null;
            entries.Add((operation.Called, new Entry(operation, end is null ? nextUnknown++ : nextKnown++, end)));
            if (end is not null)
                entries.Add((operation.Returned!.Value, end));
        }
        var last = _head;
        foreach (var (_, entry) in entries.OrderBy(e => e.Place))
            last = last.Append(entry);
    }

    /// <summary>Whether there is such an order; null where that is not known after so many configurations.</summary>
    public bool? Run(int initially, int mostConfigurations, CancellationToken tooLong)
    {
        var path = new Stack<(Entry Call, int Held)>();
        var held = initially;
        for (var at = _head.Next; at is not null;)
        {
            if (at.Operation is null)
            {
                // Something returned before anything further: the last choice was wrong.
                if (!path.TryPop(out var choice))
                    return false;
                held = choice.Held;
                PutBack(choice.Call);
                // To leave a read for later instead would be no better.
                if (choice.Call.Operation!.Changes)
                    at = choice.Call.Next;
            }
            else if (at.Operation.On(held) is { } next && TryTake(at, held, next))
            {
                if (_visited.Count > mostConfigurations || tooLong.IsCancellationRequested)
                    return null;
                path.Push((at, held));
                held = next;
                at = _head.Next;
            }
            else
            {
                at = at.Next;
            }
        }
        return true;
    }

    private bool TryTake(Entry call, int held, int next)
    {
        _values.Take(call.Operation!);
        _taken.Add(call.Number);
        call.TakeOut();
        if ((next == held || !_values.IsStillNeeded(held)) && _visited.Add(_taken.With(next)))
            return true;
        PutBack(call);
        return false;
    }

    private void PutBack(Entry call)
    {
        call.PutBack();
        _taken.Remove(call.Number);
        _values.PutBack(call.Operation!);
    }

    /// <summary>
    /// A call, or where there is no operation a return, in a list that calls are taken out of together with their returns.
    /// </summary>
    private sealed class Entry(Operation? operation, int number, Entry? end)
    {
        private Entry? _previous;

        public Operation? Operation => operation;

        public int Number => number;

        public Entry? Next { get; private set; }

        public Entry Append(Entry entry)
        {
            Next = entry;
            entry._previous = this;
            return entry;
        }

        public void TakeOut()
        {
            Unlink();
            end?.Unlink();
        }

        /// <summary>The reverse of <see cref="TakeOut"/>, in the reverse order.</summary>
        public void PutBack()
        {
            end?.Link();
            Link();
        }

        private void Unlink()
        {
            _previous!.Next = Next;
            if (Next is not null)
                Next._previous = _previous;
        }

        private void Link()
        {
            _previous!.Next = this;
            if (Next is not null)
                Next._previous = this;
        }
    }

    private sealed class SameWords : IEqualityComparer<ulong[]>
    {
        public static SameWords Instance { get; } = new();

        public bool Equals(ulong[]? x, ulong[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(ulong[] words)
        {
            var hash = new HashCode();
            foreach (var word in words)
                hash.Add(word);
            return hash.ToHashCode();
        }
    }
}
