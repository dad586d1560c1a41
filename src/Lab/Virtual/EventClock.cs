namespace Coterie.Lab.Virtual;

/// <summary>The time of a virtual run, and the numbers that put events of the same time in order: who was planned first comes first.</summary>
internal sealed class EventClock
{
    private long _numbers;

    /// <summary>Ticks since the start.</summary>
    public long Now { get; set; }

    /// <summary>The number of one more event.</summary>
    public long NextNumber() => _numbers++;
}
