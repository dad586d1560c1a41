using Coterie.Actors.Nodes;

namespace Coterie.Tests.Nodes;

/// <summary>How many connections the handles of a process allow.</summary>
public sealed class ConnectionRoomTests
{
    private readonly Clock _clock = new();
    private int? _open = 100;

    [Fact]
    public void A_process_without_a_limit_accepts_every_connection()
    {
        var port = Room(null).Open();
        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.True(port.TryTake()));
    }

    [Fact]
    public void What_is_left_above_the_reserve_is_shared_by_the_ports()
    {
        var room = Room(100 + ConnectionRoom.Reserve + 10);
        var (a, b) = (room.Open(), room.Open());
        Assert.Equal(5, room.Share);
        Assert.Equal((5, 5), (TakeAll(a), TakeAll(b)));
        a.Return();
        Assert.Equal((1, 0), (TakeAll(a), TakeAll(b)));
        b.Dispose();
        Assert.Equal(5, TakeAll(a));
    }

    [Fact]
    public void A_place_that_is_given_back_after_its_port_was_closed_counts_once()
    {
        var room = Room(100 + ConnectionRoom.Reserve + 10);
        for (var i = 0; i < 100; i++)
        {
            var port = room.Open();
            Assert.True(port.TryTake());
            port.Dispose();
            port.Return();
            Assert.False(port.TryTake());
        }
        _clock.Advance(TimeSpan.FromSeconds(1));
        using var last = room.Open();
        Assert.Equal(10, TakeAll(last));
    }

    [Fact]
    public void Handles_that_others_open_come_out_of_the_reserve_until_half_of_it_is_left()
    {
        var port = Room(100 + ConnectionRoom.Reserve + 3).Open();
        Assert.True(port.TryTake());
        _open = 100 + 1 + (ConnectionRoom.Reserve / 2); // those before, the connection, and what was opened since
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(port.TryTake());
        _open = 100 + 2 + (ConnectionRoom.Reserve / 2) + 1;
        Assert.True(port.TryTake());                    // not counted yet
        port.Return();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(port.TryTake());
        _open -= 1;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(port.TryTake());
        Assert.False(port.TryTake());
    }

    [Fact]
    public void A_process_that_cannot_count_its_handles_has_no_room()
    {
        _open = null;
        var port = Room(1000).Open();
        Assert.False(port.TryTake());
        _open = 100;
        Assert.True(port.TryTake());
    }

    [Theory]
    [InlineData("Max open files            200                  4096                 files     ", 200)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max processes             200                  4096                 processes ", null)]
    public void The_limit_is_the_one_that_applies_now(string line, int? limit) =>
        Assert.Equal(
            limit,
            ProcessHandles.LimitIn(["Limit                     Soft Limit           Hard Limit           Units     ", line]));

    [Fact]
    public void A_rare_warning_says_how_many_were_left_out()
    {
        var warning = new RareWarning(_clock);
        Assert.True(warning.IsDue(out var untold));
        Assert.Equal(0, untold);
        Assert.All(Enumerable.Range(0, 7), _ => Assert.False(warning.IsDue(out var _)));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(warning.IsDue(out untold));
        Assert.Equal(7, untold);
    }

    private ConnectionRoom Room(int? limit) => new(limit, () => _open, _clock);

    private static int TakeAll(ConnectionRoom.Port port)
    {
        var taken = 0;
        while (port.TryTake())
            taken++;
        return taken;
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan span) => _now += span.Ticks;
    }
}
