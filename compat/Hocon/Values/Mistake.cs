namespace Hocon.Values;

/// <summary>The errors of a reader who asked for another kind of value.</summary>
internal static class Mistake
{
    public static HoconException NotAn(string kind, IHoconElement value) => new($"must be {kind}, was [{Describe(value)}].");

    public static string Describe(IHoconElement value) => value.Type switch
    {
        HoconType.Object => "an object",
        HoconType.Array => "an array",
        _ => value.GetString() ?? "null",
    };
}
