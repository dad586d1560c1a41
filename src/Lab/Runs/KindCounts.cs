namespace Coterie.Lab.Runs;

/// <summary>Messages of one kind.</summary>
/// <param name="Name">The name of the kind, as in the paper of the protocol.</param>
/// <param name="Count">How many.</param>
public sealed record KindCount(string Name, long Count);

/// <summary>Counts messages by their kind. A protocol has so few kinds that a linear search is as fast as a table.</summary>
internal sealed class KindCounts
{
    private string[] _names = new string[4];
    private long[] _counts = new long[4];
    private int _kinds;

    /// <summary>Adds one message of the kind <paramref name="name"/>.</summary>
    public void Add(string name)
    {
        for (var i = 0; i < _kinds; i++)
        {
            if (ReferenceEquals(_names[i], name) || _names[i] == name)
            {
                _counts[i]++;
                return;
            }
        }
        if (_kinds == _names.Length)
        {
            Array.Resize(ref _names, _kinds * 2);
            Array.Resize(ref _counts, _kinds * 2);
        }
        (_names[_kinds], _counts[_kinds]) = (name, 1);
        _kinds++;
    }

    /// <summary>All kinds seen, in the order in which they were seen first.</summary>
    public KindCount[] ToArray()
    {
        var all = new KindCount[_kinds];
        for (var i = 0; i < _kinds; i++)
            all[i] = new KindCount(_names[i], _counts[i]);
        return all;
    }
}
