using Coterie.Actors.Locks;
using static Coterie.Protocols.Memory.MemoryProtocol;

namespace Coterie.Actors.Memory.Client;

/// <summary>
/// What a client knows of a watch at one server: the version of each variable that it has told. It turns pages into events.
/// </summary>
internal sealed class WatchReader
{
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);
    private HashSet<string>? _listed; // those on the pages with which the watch began again; null: it has told all that there was
    private bool _isWhole; // as the reader was told
    private bool _hasBegun; // the reader was told once that it is whole
    private int _restarts;

    /// <summary>The page that came last; 0: none.</summary>
    public long Page { get; private set; }

    /// <summary>The server has answered.</summary>
    /// <param name="changes">The answer to a question with <see cref="Page"/>.</param>
    /// <param name="restarts">How often the server was restarted by then.</param>
    public IEnumerable<WatchEvent> On(Changes changes, int restarts)
    {
        if (changes.Number == 1)
            Begin(restarts);
        else if (changes.Number != Page && changes.Number != Page + 1)
            yield break; // no page of this watch: the same question again
        Page = changes.Number;
        foreach (var variable in changes.Page)
        {
            _listed?.Add(variable.Name);
            if (Tell(variable) is { } changed)
                yield return changed;
        }
        if (changes.IsListed && _listed is { } listed)
        {
            foreach (var gone in _told.Keys.Where(name => !listed.Contains(name)).Order(StringComparer.Ordinal).ToList())
            {
                _told.Remove(gone);
                yield return new WatchEvent.Changed(gone, null, 0, 0);
            }
            _listed = null;
        }
        if (_isWhole || _listed is not null)
            yield break;
        _isWhole = _hasBegun = true;
        yield return new WatchEvent.Complete();
    }

    /// <summary>The server has not answered.</summary>
    /// <returns>What the reader is told; null: nothing.</returns>
    public WatchEvent? OnSilence()
    {
        var wasWhole = _isWhole;
        _isWhole = false;
        return wasWhole ? new WatchEvent.Interrupted() : null;
    }

    private void Begin(int restarts)
    {
        _listed = new(StringComparer.Ordinal);
        if (restarts == _restarts)
            return;
        _restarts = restarts;
        // The versions of the new server begin at 0.
        foreach (var name in _told.Keys)
            _told[name] = 0;
    }

    private WatchEvent.Changed? Tell(WatchedVariable variable)
    {
        var isKnown = _told.TryGetValue(variable.Name, out var told);
        if (isKnown && told == variable.Version)
            return null;
        _told[variable.Name] = variable.Version;
        if (!isKnown && variable.Value is null)
            return null; // it was deleted before the watch began
        // What was there before the watch began is not missed.
        var last = isKnown ? told : _hasBegun ? 0 : variable.Version;
        return new(variable.Name, variable.Value, variable.Version, Math.Max(0, variable.Version - last - 1));
    }
}
