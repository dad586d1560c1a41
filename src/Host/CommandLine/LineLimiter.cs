using System.Globalization;

namespace Coterie.Host.CommandLine;

/// <summary>
/// Keeps peers from filling a log. Within a window of time, a few lines of each kind are written for each peer, and some more for
/// all peers together. The other lines are only counted. As long as lines are left out, the windows of their kind get longer, so
/// that a flood that lasts causes fewer and fewer lines. The memory it needs is bounded: for each kind, one counter for each peer
/// for which a line was written.
/// </summary>
/// <param name="limits">How many lines are written.</param>
/// <param name="time">The clock.</param>
internal sealed class LineLimiter(LineLimiter.Limits limits, TimeProvider time)
{
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);

    /// <summary>Whether a line may be written.</summary>
    /// <param name="kind">What the line is about. The kinds must be few, because all of them are kept in memory.</param>
    /// <param name="peer">The peer that caused it.</param>
    /// <param name="line">The line itself.</param>
    public bool Admits(string kind, string peer, string line)
    {
        if (!_windows.TryGetValue(kind, out var window))
            _windows.Add(kind, window = new Window { Length = limits.ShortestWindow, Began = time.GetTimestamp() });
        return window.Admits(peer, line, limits);
    }

    /// <summary>Ends the windows whose time is over, and begins new ones.</summary>
    /// <param name="all">Whether the other windows end, too.</param>
    /// <returns>What was left out in the windows that ended.</returns>
    public IReadOnlyList<LeftOut> EndWindows(bool all = false)
    {
        List<LeftOut> leftOut = [];
        foreach (var (kind, window) in _windows)
        {
            var length = time.GetElapsedTime(window.Began);
            if (!all && length < window.Length)
                continue;
            if (window.Excess > 0)
                leftOut.Add(new LeftOut(window.Excess, length, window.Last));
            _windows[kind] = window.Next(time.GetTimestamp(), limits);
        }
        return leftOut;
    }

    /// <summary>How many lines are written.</summary>
    /// <param name="OfPeer">How many lines of a kind about one peer in a window; from 1.</param>
    /// <param name="OfAll">How many lines of a kind about all peers in a window; from 1.</param>
    /// <param name="ShortestWindow">
    /// How long the first window is, and each that follows one in which no line was left out.
    /// </param>
    /// <param name="LongestWindow">
    /// How long a window is at most. A window that follows one in which lines were left out is twice as long.
    /// </param>
    public sealed record Limits(int OfPeer, int OfAll, TimeSpan ShortestWindow, TimeSpan LongestWindow);

    /// <summary>Lines that were not written.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Within">In how much time.</param>
    /// <param name="Last">The last of them.</param>
    public sealed record LeftOut(long Count, TimeSpan Within, string Last)
    {
        /// <summary>Such as <c>the last of 312 like it in 10 s</c>.</summary>
        public string CountText => string.Create(
            CultureInfo.InvariantCulture, $"the last of {Count} like it in {Math.Ceiling(Within.TotalSeconds):0} s");
    }

    private sealed class Window
    {
        private readonly Dictionary<string, int> _peers = new(StringComparer.Ordinal);
        private int _written;

        public required long Began { get; init; }

        public required TimeSpan Length { get; init; }

        public long Excess { get; private set; }

        public string Last { get; private set; } = "";

        public bool Admits(string peer, string line, Limits limits)
        {
            if (_written < limits.OfAll && _peers.GetValueOrDefault(peer) is var count && count < limits.OfPeer)
            {
                _peers[peer] = count + 1;
                _written++;
                return true;
            }
            (Excess, Last) = (Excess + 1, line);
            return false;
        }

        public Window Next(long now, Limits limits)
        {
            var doubled = Length * 2 < limits.LongestWindow ? Length * 2 : limits.LongestWindow;
            return new Window { Began = now, Length = Excess > 0 ? doubled : limits.ShortestWindow };
        }
    }
}
