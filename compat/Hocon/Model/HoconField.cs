using Hocon.Parsing;

namespace Hocon;

/// <summary>A key of an object and its value.</summary>
public sealed class HoconField : IHoconElement
{
    internal HoconField(string key, HoconValue value)
    {
        Key = key;
        Value = value;
    }

    public string Key { get; }

    public HoconValue Value { get; }

    public HoconType Type => Value.Type;

    public string Raw => Value.Raw;

    public HoconObject GetObject() => Value.GetObject();

    public string GetString() => Value.GetString();

    public IList<HoconValue> GetArray() => Value.GetArray();

    public override string ToString() => ToString(0, 2);

    public string ToString(int indent, int indentSize) =>
        $"{HoconPath.Quote(Key)} : {Value.ToString(indent, indentSize)}";

    public bool Equals(IHoconElement? other) => other is HoconField field && Key == field.Key && Value.Equals(field.Value);

    public override bool Equals(object? obj) => obj is IHoconElement element && Equals(element);

    public override int GetHashCode() => HashCode.Combine(Key, Value);

    public static bool operator ==(HoconField left, HoconField right) => Equals(left, right);

    public static bool operator !=(HoconField left, HoconField right) => !Equals(left, right);
}
