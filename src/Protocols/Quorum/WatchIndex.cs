namespace Coterie.Protocols.Quorum;

/// <summary>A watch of one name, or of all names with a prefix.</summary>
internal interface IWatch
{
    /// <summary>The name, or the prefix.</summary>
    string Name { get; }

    /// <summary>Whether it is about all names that begin so.</summary>
    bool IsPrefix { get; }
}

/// <summary>
/// Finds the watches that cover a name: one look-up for the name, and one for each length that some prefix has.
/// </summary>
/// <typeparam name="TWatch">Watches, in the order in which they are found.</typeparam>
internal sealed class WatchIndex<TWatch>
    where TWatch : class, IWatch, IComparable<TWatch>
{
    private readonly Dictionary<string, List<TWatch>> _names = new(StringComparer.Ordinal);
    private readonly List<Prefixes> _prefixes = []; // the shortest ones first

    /// <summary>How many watches there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a watch.</summary>
    public void Add(TWatch watch)
    {
        var places = PlacesOf(watch);
        if (!places.TryGetValue(watch.Name, out var watches))
            places.Add(watch.Name, watches = []);
        watches.Insert(~watches.BinarySearch(watch), watch);
        Count++;
    }

    /// <summary>Takes a watch out.</summary>
    public void Remove(TWatch watch)
    {
        var places = PlacesOf(watch);
        var watches = places[watch.Name];
        watches.RemoveAt(watches.BinarySearch(watch));
        if (watches.Count == 0)
            places.Remove(watch.Name);
        if (watch.IsPrefix && places.Count == 0)
            _prefixes.RemoveAll(prefixes => prefixes.Length == watch.Name.Length);
        Count--;
    }

    /// <summary>Adds the watches that cover a name to <paramref name="found"/>.</summary>
    public void Find(string name, List<TWatch> found)
    {
        if (_names.TryGetValue(name, out var watches))
            found.AddRange(watches);
        foreach (var prefixes in _prefixes)
        {
            if (prefixes.Length > name.Length)
                return;
            if (prefixes.Places.GetAlternateLookup<ReadOnlySpan<char>>()
                .TryGetValue(name.AsSpan(0, prefixes.Length), out watches))
            {
                found.AddRange(watches);
            }
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _names.Clear();
        _prefixes.Clear();
        Count = 0;
    }

    private Dictionary<string, List<TWatch>> PlacesOf(TWatch watch)
    {
        if (!watch.IsPrefix)
            return _names;
        var place = _prefixes.FindIndex(prefixes => prefixes.Length >= watch.Name.Length);
        if (place < 0)
            place = _prefixes.Count;
        if (place == _prefixes.Count || _prefixes[place].Length > watch.Name.Length)
            _prefixes.Insert(place, new Prefixes(watch.Name.Length, new(StringComparer.Ordinal)));
        return _prefixes[place].Places;
    }

    /// <summary>The prefixes of one length.</summary>
    private readonly record struct Prefixes(int Length, Dictionary<string, List<TWatch>> Places);
}
