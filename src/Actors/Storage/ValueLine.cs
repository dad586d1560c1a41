using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Storage;

/// <summary>A stored value as one line of JSON.</summary>
internal static class ValueLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// <c>{"name":"x","token":7,"count":1,"type":"long","value":5}</c>. The type is long, double, bool, string, json, bytes (in
    /// Base64), none (deleted), or unknown: the bytes, in Base64, if they are the value of no variable.
    /// </summary>
    public static string Of(ValueKept kept)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("name", kept.Name);
            json.WriteNumber("token", kept.Stored.Stamp.Token);
            json.WriteNumber("count", kept.Stored.Stamp.Count);
            WriteValue(json, kept.Stored.Value);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteValue(Utf8JsonWriter json, Payload? stored)
    {
        if (VariableContent.Of(stored) is not { } content)
        {
            Write(json, "unknown", () => json.WriteBase64StringValue(stored!.Bytes));
            return;
        }
        if (content.Value is not { } value)
        {
            Write(json, "none", json.WriteNullValue);
            return;
        }
        var bytes = value.Content;
        switch (value.Kind)
        {
            case ValueKind.WholeNumber: Write(json, "long", () => json.WriteNumberValue(value.Number!.Value)); break;
            case ValueKind.FloatingPoint: Write(json, "double", () => WriteNumber(json, bytes)); break;
            case ValueKind.Boolean: Write(json, "bool", () => json.WriteBooleanValue(bytes.Bytes[0] != 0)); break;
            case ValueKind.Text: Write(json, "string", () => json.WriteStringValue(value.Text)); break;
            case ValueKind.Json when IsJson(bytes): Write(json, "json", () => json.WriteRawValue(bytes.Bytes)); break;
            default: Write(json, "bytes", () => json.WriteBase64StringValue(bytes.Bytes)); break;
        }
    }

    private static void Write(Utf8JsonWriter json, string type, Action value)
    {
        json.WriteString("type", type);
        json.WritePropertyName("value");
        value();
    }

    // JSON has no infinite numbers, and none that is not a number.
    private static void WriteNumber(Utf8JsonWriter json, Payload bytes)
    {
        var number = BinaryPrimitives.ReadDoubleLittleEndian(bytes.Bytes);
        if (double.IsFinite(number))
            json.WriteNumberValue(number);
        else
            json.WriteStringValue(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    // A document of several lines would make several lines of one value.
    private static bool IsJson(Payload bytes)
    {
        if (bytes.Bytes.IndexOfAny((byte)'\n', (byte)'\r') >= 0)
            return false;
        try
        {
            var reader = new Utf8JsonReader(bytes.Bytes);
            return JsonDocument.TryParseValue(ref reader, out _) && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
