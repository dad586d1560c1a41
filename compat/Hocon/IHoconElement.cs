namespace Hocon;

/// <summary>An object, an array, a literal, or a value or field that holds one of them.</summary>
public interface IHoconElement : IEquatable<IHoconElement>
{
    HoconType Type { get; }

    /// <summary>The element as it would be written in HOCON.</summary>
    string Raw { get; }

    HoconObject GetObject();

    string GetString();

    IList<HoconValue> GetArray();

    /// <summary>The element as HOCON text, nested objects and arrays indented.</summary>
    string ToString(int indent, int indentSize);
}
