using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Kernel;

public sealed class ClocksTests
{
    [Fact]
    public void A_clock_beyond_two_to_the_31_leaves_the_others_as_they_were()
    {
        var clocks = new Clocks(3) { [new(1)] = int.MaxValue, [new(3)] = 7 };
        Assert.True(clocks.AreUpTo(int.MaxValue));
        clocks[new(2)] = 1L << 40;
        Assert.Equal((int.MaxValue, 1L << 40, 7L), (clocks[new(1)], clocks[new(2)], clocks[new(3)]));
        Assert.False(clocks.AreUpTo(int.MaxValue));
    }

    [Fact]
    public void Clocks_of_any_size_go_through_the_codec()
    {
        var (codec, clocks, copy) = (new StateCodec(), new Clocks(2) { [new(1)] = 5, [new(2)] = 1L << 40 }, new Clocks(2));
        codec.Write();
        clocks.Exchange(codec);
        codec.Read(codec.Written.ToArray());
        copy.Exchange(codec);
        Assert.Equal((5L, 1L << 40), (copy[new(1)], copy[new(2)]));
    }
}
