using Coterie.Actors.Configuration;
using Coterie.Lab.Workloads;

namespace Coterie.Lab.Virtual;

/// <summary>How long messages are on their way.</summary>
public abstract record Latency
{
    /// <summary>The rule of <see cref="TryParse"/>, for the message of an error.</summary>
    public const string Rule = "a duration such as 1ms, a range such as 500us..2ms, or exp:MEAN such as exp:1ms, up to 1h";

    private const string ExponentialPrefix = "exp:";

    private Latency()
    {
    }

    /// <summary>Whether every message takes the same time.</summary>
    public virtual bool IsConstant => false;

    /// <summary>The mean.</summary>
    public abstract TimeSpan Mean { get; }

    /// <summary>The longest that is possible.</summary>
    public abstract TimeSpan Longest { get; }

    /// <summary>A latency that is the same for every message; zero or more.</summary>
    public static Latency Constant(TimeSpan latency) => new Uniform(new DurationRange(latency, latency));

    /// <summary>Reads <c>1ms</c>, <c>500us..2ms</c> or <c>exp:1ms</c>.</summary>
    /// <returns>The latency; null if the text breaks the <see cref="Rule"/>.</returns>
    public static Latency? TryParse(string text)
    {
        if (!text.StartsWith(ExponentialPrefix, StringComparison.Ordinal))
            return DurationRange.TryParse(text) is { } range ? new Uniform(range) : null;
        return Durations.TryParseAboveZero(text[ExponentialPrefix.Length..]) is { } mean ? new Exponential(mean) : null;
    }

    /// <summary>The next one, in ticks.</summary>
    internal abstract long Next(Draws draws);

    /// <summary>Uniform within a range.</summary>
    public sealed record Uniform(DurationRange Range) : Latency
    {
        /// <inheritdoc/>
        public override bool IsConstant => Range.Shortest == Range.Longest;

        /// <inheritdoc/>
        public override TimeSpan Mean => (Range.Shortest + Range.Longest) / 2;

        /// <inheritdoc/>
        public override TimeSpan Longest => Range.Longest;

        /// <inheritdoc/>
        public override string ToString() => Range.ToString();

        internal override long Next(Draws draws) => IsConstant ? Range.Shortest.Ticks : draws.Next(Range).Ticks;
    }

    /// <summary>Exponentially distributed; at most 37 times the mean.</summary>
    /// <param name="Mean">Above zero.</param>
    public sealed record Exponential(TimeSpan Mean) : Latency
    {
        /// <inheritdoc/>
        public override TimeSpan Mean { get; } = Mean;

        /// <inheritdoc/>
        public override TimeSpan Longest => 37 * Mean;

        /// <inheritdoc/>
        public override string ToString() => $"{ExponentialPrefix}{new DurationRange(Mean, Mean)}";

        internal override long Next(Draws draws) => (long)(-Logarithm.Of(1 - draws.NextFraction()) * Mean.Ticks);
    }
}
