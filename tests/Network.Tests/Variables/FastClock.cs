namespace Coterie.Network.Tests.Variables;

/// <summary>A clock that runs a tenth too fast.</summary>
internal sealed class FastClock : TimeProvider
{
    private readonly long _began = System.GetTimestamp();
    private readonly DateTimeOffset _beganAt = System.GetUtcNow();

    public override long GetTimestamp() => _began + ((System.GetTimestamp() - _began) / 10 * 11);

    public override DateTimeOffset GetUtcNow() => _beganAt + GetElapsedTime(_began);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Real(dueTime), Real(period));

    private static TimeSpan Real(TimeSpan time) => time > TimeSpan.Zero ? time / 1.1 : time;
}
