namespace Coterie.Lab.Memory.Linearizability;

/// <summary>
/// A set of numbered operations: first those of unknown outcome, then the others in the order of their calls. Of the latter a
/// search has all up
/// to some number and few beyond it: a copy leaves out what goes without saying.
/// </summary>
internal sealed class OperationSet
{
    private readonly ulong[] _words;
    private int _full;
    private int _last;

    /// <summary>An empty set for so many operations of unknown and of known outcome.</summary>
    public OperationSet(int unknown, int known)
    {
        FirstKnown = (unknown + 63) / 64 * 64;
        _full = _last = FirstKnown / 64;
        _words = new ulong[_full + (known / 64) + 1];
    }

    /// <summary>The number of the first operation of known outcome.</summary>
    public int FirstKnown { get; }

    public void Add(int number)
    {
        var word = number / 64;
        _words[word] |= 1UL << number;
        _last = Math.Max(_last, word);
        while (_words[_full] == ulong.MaxValue)
            _full++;
    }

    public void Remove(int number)
    {
        var word = number / 64;
        _words[word] &= ~(1UL << number);
        if (number >= FirstKnown)
            _full = Math.Min(_full, word);
        while (_last > _full && _words[_last] == 0)
            _last--;
    }

    /// <summary>The set and what the register holds, as words that are equal where both are.</summary>
    public ulong[] With(int held)
    {
        var last = Math.Max(_last, _full);
        return [(uint)held, (ulong)_full, .. _words.AsSpan(0, FirstKnown / 64), .. _words.AsSpan(_full, last - _full + 1)];
    }
}
