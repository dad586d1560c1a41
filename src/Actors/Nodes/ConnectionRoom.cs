namespace Coterie.Actors.Nodes;

/// <summary>
/// How many connections of clients this process has handles for. The .NET runtime ends the process if it needs a handle and gets
/// none. So some are kept free, and a connection that would take one of those is refused. Safe for all threads.
/// </summary>
/// <param name="limit">How many handles the process may have; null: without limit.</param>
/// <param name="open">How many it has now; null: not known, and no connection is accepted until it is known.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectionRoom(int? limit, Func<int?> open, TimeProvider time)
{
    /// <summary>
    /// The handles that are kept free: for files and libraries that are opened later, for connections to other nodes, and for
    /// connections that must be accepted before they can be refused. What is opened after the first count comes out of the
    /// reserve until half of it is left, and only then out of the room for connections.
    /// </summary>
    public const int Reserve = 64;

    // Counting many handles takes long. Between two counts other code hardly opens as many as are in reserve.
    private static readonly TimeSpan CountInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time = time;
    private long _countedAt;
    private int? _others; // handles other than those of connections accepted here
    private int? _first; // the same at the first count
    private int _taken;
    private int _ports;

    /// <summary>The room of this process.</summary>
    public static ConnectionRoom OfProcess { get; } = new(ProcessHandles.Limit(), ProcessHandles.Open, TimeProvider.System);

    /// <summary>How many handles the process may have; null: without limit.</summary>
    public int? Limit => limit;

    /// <summary>How many connections each port may have at the moment; null: without limit.</summary>
    public int? Share
    {
        get
        {
            lock (_gate)
            {
                Count();
                return MostOfPort();
            }
        }
    }

    /// <summary>
    /// Opens one more port. From now on all ports share the room equally, so that a flood at one of them leaves the others their
    /// share.
    /// </summary>
    public Port Open()
    {
        lock (_gate)
            _ports++;
        return new Port(this);
    }

    private int? MostOfPort()
    {
        if (limit is null)
            return null;
        return _others is { } others && _first is { } first
            ? Math.Max(0, limit.Value - Math.Max(first + Reserve, others + (Reserve / 2))) / Math.Max(1, _ports)
            : 0;
    }

    private void Count()
    {
        if (limit is null)
            return;
        _countedAt = _time.GetTimestamp();
        _others = open() - _taken;
        _first ??= _others;
    }

    /// <summary>The room of one port. Disposed of when the port is closed.</summary>
    public sealed class Port : IDisposable
    {
        private readonly ConnectionRoom _room;
        private int _taken;
        private bool _isClosed;

        internal Port(ConnectionRoom room) => _room = room;

        /// <summary>Why <see cref="TryTake"/> returned false, for a log line.</summary>
        internal string Refusal => $"of the {_room.Limit} handles that this process may have (ulimit -n), too few are left";

        /// <summary>Takes a place for a connection.</summary>
        /// <returns>Whether there was a free one; a closed port has none.</returns>
        public bool TryTake()
        {
            lock (_room._gate)
            {
                if (_isClosed)
                    return false;
                if (_room.Limit is null)
                    return true;
                if (_room._others is null || _room._time.GetElapsedTime(_room._countedAt) >= CountInterval)
                    _room.Count();
                if (_taken >= _room.MostOfPort())
                    return false;
                _taken++;
                _room._taken++;
                return true;
            }
        }

        /// <summary>
        /// Gives the place of a closed connection back. If the port is closed, it is given back already.
        /// </summary>
        public void Return()
        {
            lock (_room._gate)
            {
                if (!_isClosed && _room.Limit is not null)
                    GiveBack(1);
            }
        }

        /// <summary>Gives all places back.</summary>
        public void Dispose()
        {
            lock (_room._gate)
            {
                if (_isClosed)
                    return;
                _isClosed = true;
                _room._ports--;
                GiveBack(_taken);
            }
        }

        private void GiveBack(int count)
        {
            _taken -= count;
            _room._taken -= count;
        }
    }
}
