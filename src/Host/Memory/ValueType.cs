using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Variables;

namespace Coterie.Host.Memory;

/// <summary>A type of values, as users name it by <c>--as</c>, write it and read it.</summary>
internal sealed class ValueType
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Func<string, VariableValue?> _parse;
    private readonly Func<VariableValue, bool> _has;

    private ValueType(string name, string rule, Func<string, VariableValue?> parse, Func<VariableValue, bool> has) =>
        (Name, Rule, _parse, _has) = (name, rule, parse, has);

    /// <summary>A whole number of 32 bits.</summary>
    public static ValueType Int { get; } = new(
        "int",
        Protocols.Memory.Value.Rule,
        text => Protocols.Memory.Value.TryParse(text) is { } value ? VariableValue.Of(value.Number) : null,
        value => value.Number is >= int.MinValue and <= int.MaxValue);

    /// <summary>All of them; the first one is the default.</summary>
    public static IReadOnlyList<ValueType> All { get; } =
    [
        Int,
        new(
            "long",
            $"a whole number from {long.MinValue} to {long.MaxValue}",
            text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? VariableValue.Of(number)
                : null,
            value => value.Number is not null),
        new(
            "double",
            "a number, such as -2.5 or 1e9",
            text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? VariableValue.Of(number)
                : null,
            value => value.FloatingPoint is not null),
        new(
            "bool",
            "true or false",
            text => text is "true" or "false" ? VariableValue.Of(text == "true") : null,
            value => value.Flag is not null),
        new(
            "string",
            $"a text of at most {VariableValue.MostBytes} bytes in UTF-8",
            ParseText,
            value => value.Text is not null),
        new(
            "json",
            $"a JSON document of at most {VariableValue.MostBytes} bytes",
            ParseJson,
            value => value.Kind == ValueKind.Json),
    ];

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>What a value must be.</summary>
    public string Rule { get; }

    /// <summary>Reads a value; null if it breaks the rule.</summary>
    public VariableValue? TryParse(string text) => _parse(text);

    /// <summary>Reads a value.</summary>
    /// <param name="what">The argument, for the message of an error.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="UsageException">It breaks the rule.</exception>
    public VariableValue Parse(string what, string text) => TryParse(text) ?? throw UsageException.Of(what, Rule, text);

    /// <summary>Whether a value is one of this type.</summary>
    public bool Has(VariableValue value) => _has(value);

    /// <summary>Whether a text has no half of a surrogate pair.</summary>
    public static bool IsWellFormed(string text)
    {
        try
        {
            return Strict.GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>A value as a line of text: bytes in base64; nothing for none.</summary>
    public static string TextOf(VariableValue? value) => value switch
    {
        null => "",
        { Kind: ValueKind.Text } => value.Text!,
        { Kind: ValueKind.Json } => Encoding.UTF8.GetString(value.Content.Bytes),
        { Kind: ValueKind.Bytes } => Convert.ToBase64String(value.Content.Bytes),
        _ => value.ToString(),
    };

    /// <summary>A value for the field of a JSON object: bytes in base64; a number that JSON has not, as text.</summary>
    public static object? JsonOf(VariableValue? value) => value switch
    {
        null => null,
        { Number: { } number } => number,
        { FloatingPoint: { } number } => double.IsFinite(number) ? number : TextOf(value),
        { Flag: { } flag } => flag,
        { Kind: ValueKind.Json } => JsonSerializer.Deserialize<JsonElement>(value.Content.Bytes),
        _ => TextOf(value),
    };

    private static VariableValue? ParseText(string text) =>
        IsWellFormed(text) ? Fits(Strict.GetBytes(text), ValueKind.Text) : null;

    // Without blanks between its parts: so a comparison does not depend on them.
    private static VariableValue? ParseJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var bytes = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(bytes))
                document.WriteTo(writer);
            return Fits(bytes.WrittenSpan, ValueKind.Json);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static VariableValue? Fits(ReadOnlySpan<byte> bytes, ValueKind kind) =>
        bytes.Length <= VariableValue.MostBytes ? VariableValue.Of(kind, bytes) : null;
}
