namespace Coterie.Protocols.Kernel;

/// <summary>Gives out whole numbers from 1, always the smallest that is free.</summary>
internal sealed class FreeNumbers
{
    private readonly PriorityQueue<int, int> _returned = new();
    private int _last; // the largest number that was given out; it may have been returned since

    /// <summary>The number that is given out next.</summary>
    public int Next => _returned.TryPeek(out var number, out _) ? number : _last + 1;

    /// <summary>Gives out a number.</summary>
    public int Take() => _returned.TryDequeue(out var number, out _) ? number : ++_last;

    /// <summary>Takes a number back.</summary>
    public void Return(int number)
    {
        _returned.Enqueue(number, number);
        if (_returned.Count == _last)
            Reset([]);
    }

    /// <summary>From now on exactly the numbers in <paramref name="taken"/> count as given out.</summary>
    public void Reset(IEnumerable<int> taken)
    {
        _returned.Clear();
        _last = 0;
        foreach (var number in taken.Order())
        {
            while (++_last < number)
                _returned.Enqueue(_last, _last);
        }
    }
}
