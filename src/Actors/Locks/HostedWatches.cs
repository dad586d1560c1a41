using Coterie.Protocols.Quorum;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Actors.Locks;

/// <summary>
/// The watches of a client, and the variables whose value they cannot tell: too few voters have the same one (rule 24). A read
/// makes the voters agree (rule 21), and then the watch tells the value. Nobody waits for such a read. To be used under
/// <see cref="ClientSteps.Gate"/>.
/// </summary>
internal sealed class HostedWatches
{
    private readonly Dictionary<long, VariableWatch> _watches = [];
    private readonly HashSet<string> _unsettled = []; // variables that are to be read
    private readonly Dictionary<long, string> _reads = []; // variables that are being read, by the number of the operation
    private long _last;

    /// <summary>The numbers of the reads that have not ended.</summary>
    public IEnumerable<long> Reads => _reads.Keys;

    /// <summary>A new watch.</summary>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public VariableWatch Begin()
    {
        if (_watches.Count == QuorumProtocol.MostWatches)
        {
            throw new InvalidOperationException(
                $"A node must have at most {QuorumProtocol.MostWatches} watches, and has as many. Watch a prefix.");
        }
        var watch = new VariableWatch(++_last);
        _watches.Add(watch.Number, watch);
        return watch;
    }

    /// <summary>Its reader has ended a watch.</summary>
    /// <returns>Whether there was such a watch.</returns>
    public bool Remove(VariableWatch watch) => _watches.Remove(watch.Number);

    /// <summary>The machine says something about a watch.</summary>
    public void On(IWatchOutput output)
    {
        if (!_watches.TryGetValue(output.Watch, out var watch))
            return;
        if (output is Unsettled unsettled)
            _unsettled.Add(unsettled.Name);
        else
            watch.On(output);
    }

    /// <summary>The variables that are to be read now. Each is told once; it may be read already.</summary>
    public IReadOnlyList<string> TakeUnsettled()
    {
        if (_unsettled.Count == 0)
            return [];
        string[] names = [.. _unsettled];
        _unsettled.Clear();
        return names;
    }

    /// <summary>A variable is to be read by the operation with this number.</summary>
    /// <returns>False if it is being read already.</returns>
    public bool TryBeginRead(string name, long number)
    {
        if (_reads.ContainsValue(name))
            return false;
        _reads.Add(number, name);
        return true;
    }

    /// <summary>An operation has ended. It need not be one of these reads.</summary>
    public void EndRead(long number) => _reads.Remove(number);

    /// <summary>The node ends; the readers learn it.</summary>
    public void EndAll()
    {
        foreach (var watch in _watches.Values)
            watch.End(new ObjectDisposedException(nameof(CoterieNode)));
        _watches.Clear();
    }
}
