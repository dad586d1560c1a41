using Coterie.Lab.Workloads;

namespace Coterie.Tests.Workloads;

public sealed class DrawsTests
{
    private static readonly DurationRange OneToThree = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));

    [Fact]
    public void The_draws_of_a_seed_are_the_same_on_every_machine()
    {
        // Pinned: whoever changes the generator changes every recorded seed.
        var draws = new Draws(42, 1);
        Assert.Equal(Pinned, Enumerable.Range(0, 4).Select(_ => draws.Next(OneToThree).Ticks));
    }

    [Fact]
    public void Another_seed_and_another_stream_give_other_draws()
    {
        var first = Take(new Draws(42, 1));
        Assert.NotEqual(first, Take(new Draws(43, 1)));
        Assert.NotEqual(first, Take(new Draws(42, 2)));
        Assert.Equal(first, Take(new Draws(42, 1)));
    }

    [Fact]
    public void Draws_fill_their_range_evenly_and_stay_in_it()
    {
        var draws = new Draws(7, 3);
        var tenths = new int[10];
        for (var i = 0; i < 10_000; i++)
        {
            var draw = draws.Next(OneToThree);
            Assert.InRange(draw, OneToThree.Shortest, OneToThree.Longest);
            tenths[Math.Min(9, (int)((draw - OneToThree.Shortest).TotalSeconds * 5))]++;
        }
        Assert.All(tenths, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void A_range_of_one_duration_gives_that_one() =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(5), new Draws(1, 1).Next(new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5))));

    private static long[] Pinned => [25_602_976, 12_284_858, 23_275_174, 26_524_689];

    private static List<TimeSpan> Take(Draws draws) => [.. Enumerable.Range(0, 8).Select(_ => draws.Next(OneToThree))];
}
