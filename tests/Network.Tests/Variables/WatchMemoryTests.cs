using System.Globalization;
using Coterie.Network.Tests.Networks;
using Xunit.Abstractions;

namespace Coterie.Network.Tests.Variables;

/// <summary>What it takes to watch ten thousand variables.</summary>
public sealed class WatchMemoryTests(ITestOutputHelper output)
{
    private const long MostBytes = 60_000_000;

    [Theory]
    [InlineData("one")]
    [InlineData("each")]
    public async Task It_is_bounded_also_if_nobody_reads_while_they_change(string watches)
    {
        var end = await CoterieProcess.RunAsync(
            Surroundings.Here with { Program = "Coterie.Network.Tests.dll" }, "watch", watches);
        end.AssertEndedWith(0);
        var bytes = end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => long.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes[0]} bytes before, {bytes[1]} with all"));
        Assert.InRange(bytes[1] - bytes[0], 0, MostBytes);
    }
}
