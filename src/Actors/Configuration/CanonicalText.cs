using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hocon;

namespace Coterie.Configuration;

/// <summary>
/// Writes a resolved HOCON value with quotes around all keys and literals, without includes and substitutions: what any
/// HOCON parser reads alike. A key with the value null is left out.
/// </summary>
internal static class CanonicalText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(HoconObject root)
    {
        var text = new StringBuilder();
        WriteFields(text, root);
        return text.ToString();
    }

    /// <summary>The paths of all values but objects, those with the value null included.</summary>
    public static IReadOnlyList<string> KeysOf(HoconObject root)
    {
        var keys = new List<string>();
        AddKeys(keys, "", root);
        return keys;
    }

    public static string Quote(string text) => JsonSerializer.Serialize(text, Plain);

    private static void AddKeys(List<string> keys, string prefix, HoconObject fields)
    {
        foreach (var (key, field) in fields)
        {
            var path = prefix + (key.Length == 0 || key.Contains('.', StringComparison.Ordinal) ? Quote(key) : key);
            if (field.Value.Type == HoconType.Object)
                AddKeys(keys, path + ".", field.Value.GetObject());
            else
                keys.Add(path);
        }
    }

    private static void WriteFields(StringBuilder text, HoconObject fields)
    {
        foreach (var (key, field) in fields)
        {
            if (IsNull(field.Value))
                continue;
            text.Append(Quote(key)).Append(" : ");
            WriteValue(text, field.Value);
            text.Append('\n');
        }
    }

    private static void WriteValue(StringBuilder text, HoconValue value)
    {
        switch (value.Type)
        {
            case HoconType.Object:
                text.Append("{\n");
                WriteFields(text, value.GetObject());
                text.Append('}');
                break;
            case HoconType.Array:
                text.Append('[');
                var separator = "";
                foreach (var element in value.GetArray().Where(e => !IsNull(e)))
                {
                    text.Append(separator);
                    WriteValue(text, element);
                    separator = ", ";
                }
                text.Append(']');
                break;
            default:
                text.Append(Quote(value.GetString()));
                break;
        }
    }

    private static bool IsNull(HoconValue value) =>
        value is [HoconNull] || value.Type == HoconType.Empty
        || (value.Type is not (HoconType.Object or HoconType.Array) && value.GetString() is null);
}
