namespace Akka.Remote;

/// <summary>The last intervals between heartbeats, in milliseconds, with their mean and deviation.</summary>
internal sealed class HeartbeatIntervals(int maxSampleSize)
{
    private readonly Queue<double> _intervals = new();
    private double _sum;
    private double _sumOfSquares;

    public double Mean => _sum / _intervals.Count;

    // Rounding may leave a little less than 0 where all intervals are alike.
    public double StdDeviation => Math.Sqrt(Math.Max(0, (_sumOfSquares / _intervals.Count) - (Mean * Mean)));

    public void Add(double interval)
    {
        if (_intervals.Count == maxSampleSize) Count(_intervals.Dequeue(), -1);
        _intervals.Enqueue(interval);
        Count(interval, 1);
    }

    private void Count(double interval, int times)
    {
        _sum += times * interval;
        _sumOfSquares += times * interval * interval;
    }
}
