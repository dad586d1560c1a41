using System.Text.RegularExpressions;
using Coterie.Network.Tests.Networks;

namespace Coterie.Network.Tests.Simulations;

/// <summary>What a run's first node must say at the end.</summary>
internal static partial class Runs
{
    /// <summary>All nodes ended with this exit code.</summary>
    public static void AssertEndedWith(int exitCode, IEnumerable<CoterieProcess.Outcome> nodes)
    {
        foreach (var node in nodes)
            node.AssertEndedWith(exitCode);
    }

    /// <summary>No rule is violated, some process entered, and no update of the counter is lost.</summary>
    public static void AssertGood(string output)
    {
        Assert.Contains("verdict              good", output, StringComparison.Ordinal);
        var counter = Counter().Match(output);
        Assert.Equal(counter.Groups[2].Value, counter.Groups[1].Value);
        Assert.NotEqual("0", counter.Groups[1].Value);
    }

    /// <summary>
    /// No rule was violated up to the loss of a node; the run names the lost node, and says that the others could not go on.
    /// </summary>
    public static void AssertIncomplete(CoterieProcess.Outcome first, string lost)
    {
        first.AssertEndedWith(3);
        Assert.Contains($"lost                 {lost}, with their machine", first.Output, StringComparison.Ordinal);
        Assert.Matches("could no longer enter: .* an entry needs everybody's|could not have entered again either", first.Output);
        Assert.Contains(
            "verdict              incomplete: up to the loss never two inside", first.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"shared counter +(\d+) \(entries: (\d+)\)")]
    private static partial Regex Counter();
}
