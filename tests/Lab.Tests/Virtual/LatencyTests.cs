using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;

namespace Coterie.Tests.Virtual;

public sealed class LatencyTests
{
    [Theory]
    [InlineData("1ms", true, 1000)]
    [InlineData("0", true, 0)]
    [InlineData("500us..2ms", false, 1250)]
    [InlineData("exp:1ms", false, 1000)]
    public void A_latency_is_read_and_written(string text, bool isConstant, double microseconds)
    {
        var latency = Latency.TryParse(text)!;
        Assert.Equal((text, isConstant, microseconds), (latency.ToString(), latency.IsConstant, latency.Mean.TotalMicroseconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("exp:0")]
    [InlineData("exp:1ms..2ms")]
    [InlineData("exp:")]
    [InlineData("EXP:1ms")]
    [InlineData("2ms..1ms")]
    [InlineData("2h")]
    public void What_is_no_latency_is_not_read(string text) => Assert.Null(Latency.TryParse(text));

    [Fact]
    public void Exponential_latencies_have_their_mean_and_their_median()
    {
        var (latency, draws) = (Latency.TryParse("exp:10ms")!, new Draws(7, 0));
        var all =
            Enumerable.Range(0, 100_000).Select(_ => TimeSpan.FromTicks(latency.Next(draws)).TotalMilliseconds).Order().ToList();
        Assert.InRange(all.Average(), 9.9, 10.1);
        Assert.InRange(all[all.Count / 2], 6.8, 7.06); // 10 ln 2 = 6.93
        Assert.InRange(all[0], 0, 0.01);
    }

    [Fact]
    public void Latencies_of_a_seed_are_the_same_on_every_machine()
    {
        // Pinned: whoever changes a draw changes every recorded run.
        var (exponential, range, draws) = (Latency.TryParse("exp:1ms")!, Latency.TryParse("1ms..2ms")!, new Draws(42, 0));
        Assert.Equal(Pinned, new[] { exponential.Next(draws), exponential.Next(draws), range.Next(draws), range.Next(draws) });
    }

    [Theory]
    [InlineData("1%", 0.01, "1%")]
    [InlineData("0.5 %", 0.005, "0.5%")]
    [InlineData("0", 0, "0%")]
    [InlineData("100%", 1, "100%")]
    [InlineData("33.333%", 0.33333, "33.333%")]
    public void A_chance_is_read_and_written(string text, double value, string written)
    {
        var chance = Chance.TryParse(text)!.Value;
        Assert.Equal((value, written), (chance.Value, chance.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("101%")]
    [InlineData("-1%")]
    [InlineData("1,5%")]
    [InlineData("%")]
    public void What_is_no_chance_is_not_read(string text) => Assert.Null(Chance.TryParse(text));

    private static long[] Pinned => [9066, 1747, 11664, 10480];
}
