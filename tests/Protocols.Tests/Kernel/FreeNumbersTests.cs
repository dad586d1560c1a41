using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Kernel;

/// <summary>The numbers that are given out and taken back.</summary>
public sealed class FreeNumbersTests
{
    [Fact]
    public void The_smallest_free_number_is_given_out()
    {
        var numbers = new FreeNumbers();
        Assert.Equal([1, 2, 3], new[] { numbers.Take(), numbers.Take(), numbers.Take() });
        numbers.Return(3);
        numbers.Return(1);
        Assert.Equal(1, numbers.Next);
        Assert.Equal([1, 3, 4], new[] { numbers.Take(), numbers.Take(), numbers.Take() });
        for (var number = 1; number <= 4; number++)
            numbers.Return(number);
        Assert.Equal(1, numbers.Take());
    }

    [Fact]
    public void After_a_reset_exactly_the_numbers_named_are_taken()
    {
        var numbers = new FreeNumbers();
        numbers.Reset([5, 2]);
        Assert.Equal([1, 3, 4, 6], new[] { numbers.Take(), numbers.Take(), numbers.Take(), numbers.Take() });
        numbers.Reset([]);
        Assert.Equal(1, numbers.Take());
    }
}
