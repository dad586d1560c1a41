using System.Text;

namespace Hocon.Tests;

/// <summary>A value on one line, read through the public API: <c>{a:1,b:[x,y]}</c>.</summary>
internal static class Shape
{
    public static string Of(string hocon, HoconIncludeCallbackAsync? includes = null) =>
        Of(HoconParser.Parse(hocon, includes).Value);

    public static string Of(HoconValue value) => value.Type switch
    {
        HoconType.Object => $"{{{string.Join(',', value.GetObject().Select(f => $"{f.Key}:{Of(f.Value.Value)}"))}}}",
        HoconType.Array => $"[{string.Join(',', value.GetArray().Select(Of))}]",
        _ => value is [HoconNull] ? "null" : value.GetString(),
    };

    /// <summary>A callback that serves texts by name.</summary>
    public static HoconIncludeCallbackAsync Serving(params (string Name, string Text)[] texts) =>
        (_, name) => Task.FromResult(texts.FirstOrDefault(t => t.Name == name).Text ?? "");
}
