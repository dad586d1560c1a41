using Coterie.Host.CommandLine;

namespace Coterie.Host.Tests.CommandLine;

/// <summary>No peer fills the log, and what is left out is counted.</summary>
public sealed class LineLimiterTests
{
    private static readonly LineLimiter.Limits Limits =
        new(OfPeer: 2, OfAll: 5, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(40));
    private readonly Clock _clock = new();
    private readonly LineLimiter _limiter;

    public LineLimiterTests() => _limiter = new LineLimiter(Limits, _clock);

    [Fact]
    public void A_peer_gets_some_lines_of_each_kind_and_the_rest_is_counted()
    {
        Assert.Equal(
            [true, true, false, false], Enumerable.Range(1, 4).Select(i => _limiter.Admits("refused", "10.0.0.7", $"line {i}")));
        Assert.True(_limiter.Admits("closed", "10.0.0.7", "another kind"));
        Assert.True(_limiter.Admits("refused", "10.0.0.8", "another peer"));
        Assert.Empty(_limiter.EndWindows());
        _clock.Advance(10);
        Assert.Equal([new LineLimiter.LeftOut(2, TimeSpan.FromSeconds(10), "line 4")], _limiter.EndWindows());
        Assert.True(_limiter.Admits("refused", "10.0.0.7", "line 5"));
    }

    [Fact]
    public void Peers_that_change_their_address_get_no_more_lines_than_all_together()
    {
        Assert.Equal(5, Enumerable.Range(0, 100_000).Count(i => _limiter.Admits("refused", $"peer {i}", "line")));
        Assert.Equal(99_995, Assert.Single(_limiter.EndWindows(all: true)).Count);
    }

    [Fact]
    public void A_flood_that_lasts_has_longer_windows_and_one_that_ends_the_shortest_again()
    {
        foreach (var length in new[] { 10, 20, 40, 40 })
        {
            Flood();
            _clock.Advance(length - 1);
            Assert.Empty(_limiter.EndWindows());
            _clock.Advance(1);
            Assert.Equal(TimeSpan.FromSeconds(length), Assert.Single(_limiter.EndWindows()).Within);
        }
        _clock.Advance(40);
        Assert.Empty(_limiter.EndWindows());
        Flood();
        _clock.Advance(10);
        Assert.Equal("the last of 8 like it in 10 s", Assert.Single(_limiter.EndWindows()).CountText);
    }

    private void Flood()
    {
        for (var i = 0; i < 10; i++)
            _limiter.Admits("refused", "10.0.0.7", "line");
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now;

        public void Advance(int seconds) => _now += seconds;
    }
}
