using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;

namespace Coterie.Protocols.Variables;

/// <summary>What a replicated variable may be.</summary>
public enum ValueKind : byte
{
    /// <summary>A whole number of 64 bits.</summary>
    WholeNumber = 1,

    /// <summary>A floating-point number of 64 bits.</summary>
    FloatingPoint = 2,

    /// <summary>Yes or no.</summary>
    Boolean = 3,

    /// <summary>Text, in UTF-8.</summary>
    Text = 4,

    /// <summary>Bytes that nobody looks into.</summary>
    Bytes = 5,

    /// <summary>A JSON document, in UTF-8.</summary>
    Json = 6,
}

/// <summary>The value of a replicated variable. Immutable; two of the same kind with the same bytes are equal.</summary>
public sealed record VariableValue
{
    /// <summary>The most bytes of a value: 64 KiB.</summary>
    public const int MostBytes = 64 * 1024;

    private const int MostCharactersShown = 40;

    private VariableValue(ValueKind kind, Payload content) => (Kind, Content) = (kind, content);

    /// <summary>What it is.</summary>
    public ValueKind Kind { get; }

    /// <summary>Its bytes: numbers in little-endian order, texts in UTF-8.</summary>
    public Payload Content { get; }

    /// <summary>The number; null if it is something else.</summary>
    public long? Number => Kind == ValueKind.WholeNumber ? BinaryPrimitives.ReadInt64LittleEndian(Content.Bytes) : null;

    /// <summary>Whether it is a whole number of 32 bits.</summary>
    internal bool IsInt32 => Number is >= int.MinValue and <= int.MaxValue;

    /// <summary>The floating-point number; null if it is something else.</summary>
    public double? FloatingPoint =>
        Kind == ValueKind.FloatingPoint ? BinaryPrimitives.ReadDoubleLittleEndian(Content.Bytes) : null;

    /// <summary>Yes or no; null if it is something else.</summary>
    public bool? Flag => Kind == ValueKind.Boolean ? Content.Bytes[0] != 0 : null;

    /// <summary>The text; null if it is something else.</summary>
    public string? Text => Kind == ValueKind.Text ? Encoding.UTF8.GetString(Content.Bytes) : null;

    /// <summary>A whole number.</summary>
    public static VariableValue Of(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return new VariableValue(ValueKind.WholeNumber, Payload.Of(bytes));
    }

    /// <summary>A floating-point number. Two are equal if their bits are.</summary>
    public static VariableValue Of(double number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
        return new VariableValue(ValueKind.FloatingPoint, Payload.Of(bytes));
    }

    /// <summary>Yes or no.</summary>
    public static VariableValue Of(bool flag) => new(ValueKind.Boolean, Payload.Of([flag ? (byte)1 : (byte)0]));

    /// <summary>A text.</summary>
    /// <exception cref="ArgumentException">It has more than <see cref="MostBytes"/> in UTF-8.</exception>
    public static VariableValue Of(string text) => Of(ValueKind.Text, Encoding.UTF8.GetBytes(text));

    /// <summary>A value of some kind from its bytes.</summary>
    /// <exception cref="ArgumentException">The bytes are none of that kind, or too many.</exception>
    public static VariableValue Of(ValueKind kind, ReadOnlySpan<byte> content)
    {
        if (content.Length > MostBytes)
            throw new ArgumentException($"content must be at most {MostBytes} bytes, was [{content.Length}].", nameof(content));
        var wanted = kind switch
        {
            ValueKind.WholeNumber or ValueKind.FloatingPoint => sizeof(long),
            ValueKind.Boolean => 1,
            ValueKind.Text or ValueKind.Bytes or ValueKind.Json => content.Length,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "kind must be one of those that are defined."),
        };
        if (content.Length != wanted)
            throw new ArgumentException($"content must be {wanted} bytes for {kind}, was [{content.Length}].", nameof(content));
        return new VariableValue(kind, Payload.Of(content));
    }

    internal static VariableValue? Exchange(StateCodec codec, VariableValue? value)
    {
        var kind = (ValueKind)codec.Number((long)(value?.Kind ?? 0));
        var content = Payload.Exchange(codec, value?.Content);
        return content is null ? null : new VariableValue(kind, content);
    }

    /// <summary>The number, the flag or the text, as far as it is short; otherwise the kind and the bytes.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.WholeNumber => Number!.Value.ToString(CultureInfo.InvariantCulture),
        ValueKind.FloatingPoint => FloatingPoint!.Value.ToString("R", CultureInfo.InvariantCulture),
        ValueKind.Boolean => Flag!.Value ? "true" : "false",
        ValueKind.Text when Text is { Length: <= MostCharactersShown } text => $"\"{text}\"",
        ValueKind.Json when Content.Bytes.Length <= MostCharactersShown => Encoding.UTF8.GetString(Content.Bytes),
        _ => $"{Kind} {Content}",
    };
}
