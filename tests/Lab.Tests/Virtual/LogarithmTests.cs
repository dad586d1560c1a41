using Coterie.Lab.Virtual;

namespace Coterie.Tests.Virtual;

public sealed class LogarithmTests
{
    [Fact]
    public void It_equals_the_logarithm_of_the_library_to_twelve_digits()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var x = i % 2 == 0 ? 1 - random.NextDouble() : Math.Pow(10, (random.NextDouble() * 600) - 300);
            Assert.True(
                Math.Abs(Logarithm.Of(x) - Math.Log(x)) <= 1e-12 * Math.Max(1e-3, Math.Abs(Math.Log(x))),
                $"ln {x:R}: {Logarithm.Of(x):R} and {Math.Log(x):R}");
        }
    }

    [Fact]
    public void Its_bits_are_the_same_on_every_machine()
    {
        // Pinned: whoever changes it changes every recorded run with exponential latencies.
        Assert.Equal(
            Pinned,
            new[] { 0.5, 0.1, 1 - 1e-9, 1.0 / (1L << 53), 3 }.Select(
                x => BitConverter.DoubleToInt64Bits(Logarithm.Of(x)).ToString("X")));
    }

    [Fact]
    public void The_logarithm_of_one_is_zero() => Assert.Equal(0, Logarithm.Of(1));

    private static string[] Pinned =>
        ["BFE62E42FEFA39EF", "C0026BB1BBB55515", "BE112E0BE024E4BC", "C0425E4F7B2737FA", "3FF193EA7AAD030A"];
}
