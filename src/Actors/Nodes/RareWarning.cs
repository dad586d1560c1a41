namespace Coterie.Actors.Nodes;

/// <summary>Limits how often a warning is logged that others can cause as often as they like. Safe for all threads.</summary>
/// <param name="time">The clock.</param>
/// <param name="interval">The shortest time between two lines; null: 10 s.</param>
internal sealed class RareWarning(TimeProvider time, TimeSpan? interval = null)
{
    private readonly TimeSpan _interval = interval ?? TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private long? _last;
    private int _untold;

    /// <summary>There is a reason for the warning.</summary>
    /// <param name="untold">How often it was left out since the last time.</param>
    /// <returns>Whether to log it now.</returns>
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

    /// <summary>A sentence about those left out, to follow the warning's sentence; empty if there are none.</summary>
    public static string Others(int untold) => untold == 0 ? "" : $" So were {untold} others since the last such line.";
}
