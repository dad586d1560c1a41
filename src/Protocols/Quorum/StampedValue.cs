using System.Globalization;
using Coterie.Protocols.Kernel;

namespace Coterie.Protocols.Quorum;

/// <summary>
/// When a value was stored (rule 19): by which votes, and how many values were stored by them before. A larger stamp is a later
/// value. The default is that of a variable that nobody has ever stored.
/// </summary>
/// <param name="Token">The number of the token of the votes.</param>
/// <param name="Count">Which value under these votes; from 1.</param>
public readonly record struct ValueStamp(long Token, long Count) : IComparable<ValueStamp>
{
    /// <summary>Whether the left one is later.</summary>
    public static bool operator >(ValueStamp left, ValueStamp right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one is earlier.</summary>
    public static bool operator <(ValueStamp left, ValueStamp right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left one is later, or both are the same.</summary>
    public static bool operator >=(ValueStamp left, ValueStamp right) => left.CompareTo(right) >= 0;

    /// <summary>Whether the left one is earlier, or both are the same.</summary>
    public static bool operator <=(ValueStamp left, ValueStamp right) => left.CompareTo(right) <= 0;

    /// <summary>By token, and by count if the tokens are equal.</summary>
    public int CompareTo(ValueStamp other) => Token != other.Token ? Token.CompareTo(other.Token) : Count.CompareTo(other.Count);

    /// <summary>Both numbers: <c>7+2</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Token}+{Count}");

    internal static ValueStamp Exchange(StateCodec codec, ValueStamp stamp) =>
        new(codec.Number(stamp.Token), codec.Number(stamp.Count));
}

/// <summary>A value with its stamp.</summary>
/// <param name="Stamp">When it was stored.</param>
/// <param name="Value">The value; null if there is none: nobody has stored one, or it was deleted.</param>
public readonly record struct StampedValue(ValueStamp Stamp, Payload? Value)
{
    /// <summary>The stamp and the value.</summary>
    public override string ToString() => $"{Value?.ToString() ?? "none"} at {Stamp}";

    internal static StampedValue Exchange(StateCodec codec, StampedValue value)
    {
        if (!codec.Flag(value != default))
            return default;
        return new StampedValue(ValueStamp.Exchange(codec, value.Stamp), Payload.Exchange(codec, value.Value));
    }
}

/// <summary>A value that a client may read without a message (rule 23).</summary>
/// <param name="Seen">The value, with its stamp.</param>
/// <param name="Deadline">Until when, on the clock of the client, if the copy does not end before.</param>
public readonly record struct ValueCopy(StampedValue Seen, TimeSpan Deadline);

/// <summary>The bytes of a value. The voters do not look into them. Immutable; two with the same bytes are equal.</summary>
public sealed class Payload : IEquatable<Payload>
{
    /// <summary>The most bytes: 64 KiB for what a user stores, and some for what comes with it.</summary>
    public const int MostBytes = 66 * 1024;

    private const int MostBytesShown = 16;

    private readonly byte[] _bytes;

    private Payload(byte[] bytes) => _bytes = bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A copy of the bytes.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="MostBytes"/>.</exception>
    public static Payload Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes)
            throw new ArgumentException($"bytes must be at most {MostBytes}, was [{bytes.Length}].", nameof(bytes));
        return new Payload(bytes.ToArray());
    }

    /// <inheritdoc/>
    public bool Equals(Payload? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Payload);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>The first bytes in hexadecimal.</summary>
    public override string ToString() => _bytes.Length <= MostBytesShown
        ? Convert.ToHexStringLower(_bytes)
        : $"{Convert.ToHexStringLower(_bytes, 0, MostBytesShown)}... ({_bytes.Length} bytes)";

    internal static Payload? Exchange(StateCodec codec, Payload? value)
    {
        if (!codec.Flag(value is not null))
            return null;
        var bytes = value?._bytes ?? [];
        var length = (int)codec.Number(bytes.Length);
        if (value is null)
            bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)codec.Number(bytes[i]);
        return value ?? new Payload(bytes);
    }
}
