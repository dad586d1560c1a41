using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Memory;

/// <summary>
/// The numbers that a process writes into a variable, and no other process does. Round and process can be read off: in its third
/// round process 4 of 5 writes 34.
/// </summary>
internal static class OwnNumbers
{
    /// <summary>The number that a process writes in a round.</summary>
    /// <param name="process">The process.</param>
    /// <param name="processes">N.</param>
    /// <param name="round">From 1.</param>
    public static int Of(ProcessId process, int processes, int round)
    {
        var power = PowerAbove(processes);
        return (round % (int.MaxValue / power) * power) + process.Value;
    }

    // The smallest power of ten above N.
    private static int PowerAbove(int processes)
    {
        var power = 10;
        while (power <= processes)
            power *= 10;
        return power;
    }
}
