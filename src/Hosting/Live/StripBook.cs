namespace Coterie.Hosting.Live;

/// <summary>
/// The last minute of each name: who held it when, and how many waited. Names that were free for a minute are forgotten, and
/// there is a limit to their number. Safe for all threads.
/// </summary>
internal sealed class StripBook(int mostNames)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Strip> _strips = new(StringComparer.Ordinal);
    private TimeSpan? _last;

    /// <summary>How far it goes back.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Writes down what holds from now on.</summary>
    /// <returns>The names that are free, but were not within the last minute.</returns>
    public IReadOnlyList<LiveName> Record(TimeSpan now, LiveNames names)
    {
        lock (_lock)
        {
            foreach (var name in names.Known)
            {
                if (!_strips.TryGetValue(name.Name, out var strip))
                {
                    // A variable without a lock is known, too, but has nothing to write down.
                    if (_strips.Count >= mostNames || (name.Holders.Count == 0 && name.Waiters == 0))
                        continue;
                    _strips[name.Name] = strip = new Strip();
                }
                strip.Seen = now;
                strip.Add(new StripRun(now, name.HolderKey, name.HolderText, name.Waiters, IsUnknown: false), Begin(now, name));
                strip.Trim(now - Length);
            }
            _last = now;
            var free = new List<LiveName>();
            foreach (var (name, strip) in _strips)
            {
                if (strip.Seen != now)
                {
                    if (names.IsComplete)
                        strip.Add(new StripRun(now, null, null, 0, IsUnknown: false), now);
                    else
                        strip.Break(now);
                    strip.Trim(now - Length);
                }
                if (strip.Last.IsIdle && strip.Last.From <= now - Length)
                    _strips.Remove(name);
                else if (strip.Seen != now && !strip.Last.IsUnknown)
                    free.Add(strip.Free(name, now));
            }
            return free;
        }
    }

    /// <summary>From now on nothing is known, until something is written down again.</summary>
    public void Break(TimeSpan now)
    {
        lock (_lock)
        {
            _last = null;
            foreach (var strip in _strips.Values)
                strip.Break(now);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _last = null;
            _strips.Clear();
            _strips.TrimExcess();
        }
    }

    /// <summary>The last minute of a name, the oldest first; null if nothing is known of it.</summary>
    public IReadOnlyList<StripRun>? Of(string name)
    {
        lock (_lock)
            return _strips.TryGetValue(name, out var strip) ? strip.Runs : null;
    }

    // A holder says since when it has held the lock. That is more exact than the time of the look. It was not so at the previous
    // look.
    private TimeSpan Begin(TimeSpan now, LiveName name)
    {
        if (name.Holders.Count == 0)
            return now;
        var since = now - name.Holders.Min(holder => holder.Since);
        var earliest = _last ?? (now - Length);
        return since > earliest ? since : earliest;
    }

    private sealed class Strip
    {
        private readonly List<StripRun> _runs = [];

        public TimeSpan Seen { get; set; }

        public StripRun Last => _runs[^1];

        public IReadOnlyList<StripRun> Runs => [.. _runs];

        /// <param name="run">What holds from now on.</param>
        /// <param name="begin">When its holder got it.</param>
        public void Add(StripRun run, TimeSpan begin)
        {
            if (_runs.Count == 0)
            {
                _runs.Add(run with { From = begin });
                return;
            }
            if (Last.Key == run.Key && Last.Waiting == run.Waiting && !Last.IsUnknown)
                return;
            // If only the queue has changed, nobody has said when.
            var isNew = Last.IsUnknown || Last.Key != run.Key;
            _runs.Add(isNew ? run with { From = begin > Last.From ? begin : Last.From } : run);
        }

        public void Break(TimeSpan now)
        {
            if (!Last.IsUnknown)
                _runs.Add(new StripRun(now, null, null, 0, IsUnknown: true));
        }

        public void Trim(TimeSpan before)
        {
            var old = 0;
            while (old + 1 < _runs.Count && _runs[old + 1].From <= before)
                old++;
            _runs.RemoveRange(0, old);
        }

        public LiveName Free(string name, TimeSpan now) => new(name, [], [], 0)
        {
            FreeFor = now - Last.From,
            LastHolder = _runs.FindLast(run => run.Holder is not null).Holder,
        };
    }
}

/// <summary>A part of the last minute in which the same held, up to the next part.</summary>
/// <param name="From">When it began.</param>
/// <param name="Key">Differs if somebody else held it; null for nobody.</param>
/// <param name="Holder">Who held it; null for nobody.</param>
/// <param name="Waiting">How many waited.</param>
/// <param name="IsUnknown">Whether nobody looked.</param>
internal readonly record struct StripRun(TimeSpan From, string? Key, string? Holder, int Waiting, bool IsUnknown)
{
    /// <summary>Whether nobody held it or waited for it, as far as is known.</summary>
    public bool IsIdle => Key is null && Waiting == 0;
}
