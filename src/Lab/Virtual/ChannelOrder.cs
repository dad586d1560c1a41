namespace Coterie.Lab.Virtual;

/// <summary>
/// Keeps the messages from one process to another in order: none arrives before one that was sent earlier. For each such channel
/// it knows when the latest message arrives, as long as that message is on its way. So it needs memory for the messages on their
/// way, not for the square of the number of processes.
/// </summary>
internal sealed class ChannelOrder(int processes)
{
    private const long Free = -1;
    private long[] _channels = NewChannels(64);
    private long[] _arrivals = new long[64];
    private int _count;

    /// <summary>When a message arrives that would arrive at <paramref name="at"/> if the channel were empty.</summary>
    public long Next(long now, int from, int to, long at)
    {
        if (_count * 2 >= _channels.Length)
            Rebuild(now);
        var channel = ((long)from * (processes + 1)) + to;
        var index = IndexOf(channel);
        if (_channels[index] == Free)
        {
            _channels[index] = channel;
            _count++;
        }
        else if (_arrivals[index] > at)
        {
            at = _arrivals[index];
        }
        _arrivals[index] = at;
        return at;
    }

    private static long[] NewChannels(int length)
    {
        var channels = new long[length];
        Array.Fill(channels, Free);
        return channels;
    }

    private int IndexOf(long channel)
    {
        var mask = _channels.Length - 1;
        var index = (int)(((ulong)channel * 0x9E3779B97F4A7C15) >> 32) & mask;
        while (_channels[index] != channel && _channels[index] != Free)
            index = (index + 1) & mask;
        return index;
    }

    // Drops the channels that are empty by now.
    private void Rebuild(long now)
    {
        var (channels, arrivals) = (_channels, _arrivals);
        var live = arrivals.Where((arrival, i) => channels[i] != Free && arrival > now).Count();
        var length = channels.Length;
        while (live * 4 > length)
            length *= 2;
        (_channels, _arrivals, _count) = (NewChannels(length), new long[length], live);
        for (var i = 0; i < channels.Length; i++)
        {
            if (channels[i] == Free || arrivals[i] <= now)
                continue;
            var index = IndexOf(channels[i]);
            (_channels[index], _arrivals[index]) = (channels[i], arrivals[i]);
        }
    }
}
