using System.Globalization;
using System.Numerics;
using Hocon;
using Hocon.Values;

namespace Akka.Configuration;

// Each getter returns its default when there is no value at the path, and throws a ConfigurationException that
// names the key when there is one of another kind.
public partial class Config
{
    private delegate bool Parser<T>(string text, out T value);

    /// <summary>Null when there is no value and no default.</summary>
    public string GetString(string path, string? @default = null) => Read<string>(path, @default!, Text, "a string");

    public bool GetBoolean(string path, bool @default = false) => Read(path, @default, Booleans.TryParse, Booleans.Rule);

    public int GetInt(string path, int @default = 0) => Read(path, @default, Whole, "a whole number of 32 bits");

    public long GetLong(string path, long @default = 0) => Read(path, @default, Whole, "a whole number of 64 bits");

    public float GetFloat(string path, float @default = 0) => Read<float>(path, @default, Numbers.TryReal, "a number");

    public double GetDouble(string path, double @default = 0) => Read<double>(path, @default, Numbers.TryReal, "a number");

    public decimal GetDecimal(string path, decimal @default = 0) => Read<decimal>(path, @default, Numbers.TryReal, "a number");

    /// <summary>A size in bytes: 1kB is 1000, 1K or 1KiB is 1024. Null when there is no value.</summary>
    public long? GetByteSize(string path) => GetByteSize(path, null);

    public long? GetByteSize(string path, long? def = null) =>
        Find(path) is null ? def : Read<long>(path, 0, ByteSizes.TryParse, ByteSizes.Rule);

    /// <summary>
    /// A length of time; a number without a unit counts milliseconds. Zero by default; infinite is
    /// <see cref="Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) => Read(
        path,
        @default.GetValueOrDefault(),
        (string text, out TimeSpan value) => Durations.TryParse(text, allowInfinite, out value),
        allowInfinite ? Durations.RuleWithInfinite : Durations.Rule);

    private static bool Text(string text, out string value)
    {
        value = text;
        return true;
    }

    private static bool Whole<T>(string text, out T value) where T : struct, IBinaryInteger<T> =>
        T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private T Read<T>(string path, T @default, Parser<T> parser, string rule)
    {
        if (Find(path) is not { } value)
            return @default;
        return value.Type is not (HoconType.Object or HoconType.Array) && parser(value.GetString(), out var read)
            ? read
            : throw Mistake(path, rule, value);
    }
}
