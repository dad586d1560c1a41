using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// A set of whole numbers that are added one by one, mostly in order: it keeps runs of consecutive numbers as their two ends.
/// </summary>
internal sealed class NumberRanges
{
    private readonly List<(long First, long Last)> _ranges = []; // in order; no two touch

    /// <summary>Whether the number is in the set.</summary>
    public bool Contains(long number)
    {
        var place = PlaceOf(number);
        return place < _ranges.Count && _ranges[place].First <= number;
    }

    /// <summary>Adds a number.</summary>
    public void Add(long number)
    {
        var place = PlaceOf(number);
        if (place < _ranges.Count && _ranges[place].First <= number)
            return;
        var joinsNext = place < _ranges.Count && _ranges[place].First == number + 1;
        var joinsLast = place > 0 && _ranges[place - 1].Last == number - 1;
        switch (joinsLast, joinsNext)
        {
            case (true, true):
                _ranges[place - 1] = (_ranges[place - 1].First, _ranges[place].Last);
                _ranges.RemoveAt(place);
                Trim();
                break;
            case (true, false): _ranges[place - 1] = (_ranges[place - 1].First, number); break;
            case (false, true): _ranges[place] = (number, _ranges[place].Last); break;
            default: _ranges.Insert(place, (number, number)); break;
        }
    }

    /// <summary>Adds all numbers from 1 to <paramref name="last"/>.</summary>
    public void AddUpTo(long last)
    {
        if (last < 1)
            return;
        var place = PlaceOf(last + 1);
        if (place < _ranges.Count && _ranges[place].First <= last + 1)
            last = _ranges[place++].Last;
        _ranges.RemoveRange(0, place);
        _ranges.Insert(0, (1, last));
        Trim();
    }

    /// <summary>Passes the set through <paramref name="codec"/>.</summary>
    public void Exchange(StateCodec codec) =>
        codec.List(_ranges, (fields, range) => (fields.Number(range.First), fields.Number(range.Last)));

    // The room that many runs once took.
    private void Trim()
    {
        if (_ranges.Capacity > 64 && _ranges.Count < _ranges.Capacity / 4)
            _ranges.Capacity = _ranges.Count * 2;
    }

    // The first run that ends at the number or later.
    private int PlaceOf(long number)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].Last < number)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
