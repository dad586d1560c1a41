namespace Coterie.Actors.Nodes;

/// <summary>Keeps a warning that others can cause as often as they like from filling the log. Safe for all threads.</summary>
/// <param name="time">The clock.</param>
/// <param name="interval">How long it is not given again; null: 10 s.</param>
internal sealed class RareWarning(TimeProvider time, TimeSpan? interval = null)
{
    private readonly TimeSpan _interval = interval ?? TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private long? _last;
    private int _untold;

    /// <summary>It is to be given once more.</summary>
    /// <param name="untold">How often it was not told since the last time.</param>
    /// <returns>Whether to tell it now.</returns>
    public bool IsDue(out int untold)
    {
        lock (_gate)
        {
            untold = _untold;
            if (_last is { } last && time.GetElapsedTime(last) < _interval)
            {
                _untold++;
                return false;
            }
            _last = time.GetTimestamp();
            _untold = 0;
            return true;
        }
    }

    /// <summary>The sentence on those that were not told, to stand behind the warning's.</summary>
    public static string Others(int untold) => untold == 0 ? "" : $" So were {untold} others since the last such line.";
}
