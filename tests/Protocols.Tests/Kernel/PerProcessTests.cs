using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Kernel;

/// <summary>One value for each process.</summary>
public sealed class PerProcessTests
{
    [Fact]
    public void Each_process_has_a_value_of_its_own_which_can_be_changed()
    {
        var counts = new PerProcess<int>(3);
        counts[new(1)] = 4;
        counts[new(3)]++;
        ref var second = ref counts[new(2)];
        second -= 2;
        Assert.Equal((4, -2, 1, 3), (counts[new(1)], counts[new(2)], counts[new(3)], counts.Count));
    }

    [Fact]
    public void Values_are_made_once_for_each_process_in_the_order_of_their_numbers()
    {
        List<int> asked = [];
        var names = new PerProcess<string>(3, process =>
        {
            asked.Add(process.Value);
            return $"P{process}";
        });
        Assert.Equal([1, 2, 3], asked);
        Assert.Equal("P2", names[new(2)]);
    }

    [Fact]
    public void Values_are_enumerated_in_the_order_of_the_processes()
    {
        var squares = new PerProcess<int>(4, process => process.Value * process.Value);
        Assert.Equal([1, 4, 9, 16], squares.Values.ToArray());
        foreach (ref var square in squares)
            square++;
        Assert.Equal([2, 5, 10, 17], squares.Values.ToArray());
    }

    [Fact]
    public void A_copy_of_values_begins_with_process_1_and_changes_alone()
    {
        long[] clocks = [7, 8];
        var copy = new PerProcess<long>(clocks);
        copy[new(1)] = 9;
        Assert.Equal([9, 8], copy.Values.ToArray());
        Assert.Equal([7, 8], clocks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void A_process_outside_the_group_is_refused(int id)
    {
        var values = new PerProcess<int>(3);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => values[new(id)]);
        Assert.StartsWith($"process must be from 1 to 3, was [{id}].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_has_no_process()
    {
        PerProcess<int> none = default;
        Assert.Equal(0, none.Count);
        Assert.Empty(none.Values.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => none[new(1)]);
    }
}
