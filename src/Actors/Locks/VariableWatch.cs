using System.Threading.Channels;
using Coterie.Protocols.Variables;
using static Coterie.Protocols.Quorum.QuorumClientProtocol;

namespace Coterie.Actors.Locks;

/// <summary>
/// One watch at its host: what its reader has not taken yet. There is at most one event of each variable, the latest, so a slow
/// reader costs no more than the variables that there are.
/// </summary>
/// <param name="number">The number of the watch.</param>
internal sealed class VariableWatch(long number)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, VariableContent> _pending = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new(); // of those that are pending
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal); // that were told
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private bool _isWhole; // as the client says
    private bool _wasWhole; // as the reader was told
    private bool _hasBegun; // the reader was told once that it is whole

    /// <summary>The number of the watch.</summary>
    public long Number => number;

    /// <summary>The client says something about the watch.</summary>
    public void On(IWatchOutput output)
    {
        lock (_gate)
        {
            switch (output)
            {
                case Watched m when VariableContent.Of(m.Stored.Value) is { } content && !IsTold(m.Name, content.Version):
                    if (_pending.TryAdd(m.Name, content))
                        _order.Enqueue(m.Name);
                    else
                        _pending[m.Name] = content;
                    break;
                case Listed: _isWhole = true; break;
                case Interrupted: _isWhole = false; break;
                default: return;
            }
        }
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Nothing more comes.</summary>
    /// <param name="reason">What the reader gets.</param>
    public void End(Exception reason) => _signal.Writer.TryComplete(reason);

    /// <summary>The next event; waits for it.</summary>
    public async ValueTask<WatchEvent> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (TryTake() is { } next)
                return next;
            await _signal.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false);
            _signal.Reader.TryRead(out _);
        }
    }

    // Whoever reads may store the same value under another stamp. The versions that the reader is told rise.
    private bool IsTold(string name, long version) => _versions.TryGetValue(name, out var told) && version <= told;

    // Before the reader hears that the list is complete, it gets all values. That it is interrupted it hears at once.
    private WatchEvent? TryTake()
    {
        lock (_gate)
        {
            if (_wasWhole && !_isWhole)
            {
                _wasWhole = false;
                return new WatchEvent.Interrupted();
            }
            if (_order.TryDequeue(out var name))
            {
                _pending.Remove(name, out var content);
                // What was there before the watch began is not missed.
                var last = _versions.GetValueOrDefault(name, _hasBegun ? 0 : content!.Version);
                _versions[name] = content!.Version;
                return new WatchEvent.Changed(name, content.Value, content.Version, Math.Max(0, content.Version - last - 1));
            }
            if (_isWhole && !_wasWhole)
            {
                _wasWhole = _hasBegun = true;
                return new WatchEvent.Complete();
            }
            return null;
        }
    }
}
