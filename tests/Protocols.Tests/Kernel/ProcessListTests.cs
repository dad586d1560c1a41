using Coterie.Protocols.Kernel;

namespace Coterie.Tests.Kernel;

/// <summary>Lists of processes read well.</summary>
public sealed class ProcessListTests
{
    [Theory]
    [InlineData("Process 3", 3)]
    [InlineData("Processes 3 and 4", 4, 3)]
    [InlineData("Processes 3 and 7", 7, 3, 7)]
    [InlineData("Processes 1 to 3", 2, 3, 1)]
    [InlineData("Processes 1, 2 and 5", 5, 1, 2)]
    [InlineData("Processes 1 to 3 and 7", 7, 1, 2, 3)]
    [InlineData("Processes 2, 4, 5 and 8 to 10", 10, 9, 8, 5, 4, 2)]
    public void A_list_is_in_order_with_ranges_and_an_and(string text, params int[] ids) =>
        Assert.Equal(text, ProcessList.Named(ids.Select(id => new ProcessId(id))));
}
