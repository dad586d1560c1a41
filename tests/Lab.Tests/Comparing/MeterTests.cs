using Coterie.Lab.Comparing;
using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;
using Coterie.Tests.Mutex;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Tests.Comparing;

/// <summary>What a meter measures of a run, and when.</summary>
public sealed class MeterTests
{
    private static readonly Timestamp First = new(1, new(1));
    private static readonly Timestamp Second = new(1, new(2));
    private readonly Meter _meter = new(2, Time(10), Time(100), []);

    [Fact]
    public void The_delay_is_from_an_exit_to_the_next_entry_if_somebody_waited()
    {
        Asks(10, First);
        Enters(12, First);
        Asks(13, Second);
        Exits(20, First);
        Enters(23, Second);
        Exits(30, Second);                      // nobody waits
        Asks(40, First);
        Enters(45, First);
        Assert.Equal(Time(3), _meter.Delay);
    }

    [Fact]
    public void The_response_is_from_the_request_to_the_exit()
    {
        Asks(10, First);
        Enters(12, First);
        Exits(20, First);
        Asks(30, Second);
        Enters(32, Second);
        Exits(50, Second);
        Assert.Equal(Time(15), _meter.Response);
    }

    [Fact]
    public void What_comes_before_the_start_or_after_the_end_does_not_count()
    {
        Sends(9, First);
        Asks(5, First);
        Enters(9, First);
        Exits(11, First);
        Sends(50, First);
        Sends(100, First);
        Enters(100, Second);
        Assert.Equal((0, 1, null), (_meter.Entries, _meter.Messages, _meter.Response));
        Assert.Equal([new KindCount("request", 1)], _meter.ByKind);
    }

    private static TimeSpan Time(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Asks(int at, Timestamp request) => _meter.On(Time(at), MutexSteps.Asks(request).ToStep());

    private void Enters(int at, Timestamp request) =>
        _meter.On(Time(at), MutexSteps.Does(request.Process, MutexSteps.Enters(request)).ToStep());

    private void Exits(int at, Timestamp request) => _meter.On(Time(at), MutexSteps.Leaves(request).ToStep());

    private void Sends(int at, Timestamp request) =>
        _meter.On(Time(at), MutexSteps.Ticks(request.Process, MutexSteps.Sends(new(2), new Request(request))).ToStep());
}
