namespace Coterie.Lab.Workloads;

/// <summary>
/// The random draws of a process: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). The generator of the runtime is not used, because
/// a seed must give the same draws on any machine and any version of the runtime. Each process has its own sequence, which does
/// not depend on the draws of the others.
/// </summary>
public sealed class Draws
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>
    /// The sequence of stream <paramref name="stream"/> (a process's number, say) under <paramref name="seed"/>.
    /// </summary>
    public Draws(long seed, int stream)
    {
        _state = Mix((ulong)seed) ^ Mix((ulong)stream * Gamma);
    }

    /// <summary>The next duration, uniformly from <paramref name="range"/>.</summary>
    public TimeSpan Next(DurationRange range)
    {
        var span = (ulong)(range.Longest - range.Shortest).Ticks + 1;
        // The high half of a 64 by 64 bit product is uniform enough: spans are below 2^36 ticks, the bias below 2^-28.
        var offset = Math.BigMul(Next(), span, out _);
        return range.Shortest + TimeSpan.FromTicks((long)offset);
    }

    /// <summary>The next number from 0 to below 1: one of the 2^53 multiples of 2^-53, each equally likely.</summary>
    public double NextFraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    private ulong Next() => Mix(_state += Gamma);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
