using Coterie.Lab.Runs;
using FsCheck;
using FsCheck.Fluent;

namespace Coterie.Tests.Runs;

public sealed class QuantilesTests
{
    [Fact]
    public void Quantiles_are_those_of_the_sorted_list_within_a_thousandth() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(ushort High, byte Shift)[]>(), values =>
        {
            var ticks = values.Select(v => (long)v.High << (v.Shift % 20)).Order().ToArray();
            var quantiles = new Quantiles();
            foreach (var value in ticks)
                quantiles.Add(TimeSpan.FromTicks(value));
            return new[] { 0.0, 0.25, 0.5, 0.95, 1.0 }.All(share =>
            {
                var exact = ticks.Length == 0 ? 0 : ticks[Math.Max(0, (int)Math.Ceiling(share * ticks.Length) - 1)];
                var measured = quantiles.At(share).Ticks;
                return measured >= exact && measured - exact <= exact / 1000.0;
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_longest_is_exact_and_a_negative_duration_counts_as_zero()
    {
        var quantiles = new Quantiles();
        quantiles.Add(TimeSpan.FromTicks(123_456_789));
        quantiles.Add(TimeSpan.FromTicks(-5));
        Assert.Equal(123_456_789, quantiles.Longest.Ticks);
        Assert.Equal(123_456_789, quantiles.At(1).Ticks);
        Assert.Equal(0, quantiles.At(0.5).Ticks);
    }

    [Fact]
    public void A_day_fits() // the longest run
    {
        var quantiles = new Quantiles();
        quantiles.Add(TimeSpan.FromDays(1));
        Assert.Equal(TimeSpan.FromDays(1), quantiles.At(0.5));
    }
}
