using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Variables;

/// <summary>Turns values of a type into those of variables and back.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="kind">In words, for errors.</param>
/// <param name="encode">Throws an <see cref="ArgumentException"/> if the value is too long.</param>
/// <param name="decode">False if the value is of another kind.</param>
internal sealed class VariableCodec<T>(string kind, Func<T, VariableValue> encode, VariableCodec<T>.Decoder decode)
    where T : notnull
{
    /// <summary>Reads a value. False if it is of another kind.</summary>
    public delegate bool Decoder(VariableValue value, out T result);

    /// <summary>What the values are, in words.</summary>
    public string Kind => kind;

    /// <summary>The value of a variable.</summary>
    public VariableValue Encode(T value) => encode(value);

    /// <summary>Reads the value of a variable. False if it is of another kind.</summary>
    public bool TryDecode(VariableValue value, out T result) => decode(value, out result);
}

/// <summary>The codecs there are.</summary>
internal static class VariableCodecs
{
    private static readonly object[] All =
    [
        new VariableCodec<int>("a whole number of 32 bits", value => VariableValue.Of(value), (value, out result) =>
        {
            result = unchecked((int)(value.Number ?? 0));
            return value.Number == result;
        }),
        new VariableCodec<long>("a whole number", VariableValue.Of, (value, out result) =>
        {
            result = value.Number ?? 0;
            return value.Number is not null;
        }),
        new VariableCodec<double>("a floating-point number", VariableValue.Of, (value, out result) =>
        {
            result = value.FloatingPoint ?? 0;
            return value.FloatingPoint is not null;
        }),
        new VariableCodec<bool>("true or false", VariableValue.Of, (value, out result) =>
        {
            result = value.Flag ?? false;
            return value.Flag is not null;
        }),
        new VariableCodec<string>("a text", EncodeText, (value, out result) =>
        {
            result = value.Text ?? "";
            return value.Text is not null;
        }),
        new VariableCodec<byte[]>("bytes", bytes => VariableValue.Of(ValueKind.Bytes, bytes), (value, out result) =>
        {
            result = value.Kind == ValueKind.Bytes ? value.Content.Bytes.ToArray() : [];
            return value.Kind == ValueKind.Bytes;
        }),
    ];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>That of one of the simple types.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static VariableCodec<T> Of<T>()
        where T : notnull =>
        All.OfType<VariableCodec<T>>().FirstOrDefault() ?? throw new NotSupportedException(
            $"T must be int, long, double, bool, string or byte[], was [{typeof(T)}]. Any other type is stored as JSON: give its "
            + "JsonTypeInfo.");

    /// <summary>That of a type that is stored as JSON.</summary>
    public static VariableCodec<T> Of<T>(JsonTypeInfo<T> type)
        where T : notnull => new(
        $"the JSON of {typeof(T).Name}",
        value => VariableValue.Of(ValueKind.Json, JsonSerializer.SerializeToUtf8Bytes(value, type)),
        (value, out result) => TryDecode(value, type, out result));

    private static VariableValue EncodeText(string text)
    {
        try
        {
            return VariableValue.Of(ValueKind.Text, Strict.GetBytes(text));
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException("value must be text without half of a surrogate pair.", nameof(text));
        }
    }

    private static bool TryDecode<T>(VariableValue value, JsonTypeInfo<T> type, out T result)
        where T : notnull
    {
        result = default!;
        if (value.Kind != ValueKind.Json)
            return false;
        try
        {
            result = JsonSerializer.Deserialize(value.Content.Bytes, type)!;
            return result is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
