using System.Globalization;
using System.Text;
using Hocon.Values;

namespace Hocon;

/// <summary>Fields by key, in the order in which their keys first appeared.</summary>
public class HoconObject : Dictionary<string, HoconField>, IHoconElement
{
    internal HoconObject() : base(StringComparer.Ordinal)
    {
    }

    internal HoconObject(HoconObject fields) : base(fields, StringComparer.Ordinal)
    {
    }

    public HoconType Type => HoconType.Object;

    public bool IsEmpty => Count == 0;

    public string Raw => ToString(1, 2);

    /// <summary>The field of this key; a <see cref="KeyNotFoundException"/> when there is none.</summary>
    public HoconField GetField(string key) => this[key];

    public bool TryGetField(string key, out HoconField result) => TryGetValue(key, out result!);

    public HoconObject GetObject() => this;

    public string GetString() => throw Mistake.NotAn("a string", this);

    /// <summary>The values of an object whose keys are numbers, in the order of the numbers.</summary>
    public IList<HoconValue> GetArray()
    {
        var numbered = new SortedList<int, HoconValue>();
        foreach (var (key, field) in this)
        {
            if (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                numbered[index] = field.Value;
        }
        return numbered.Count > 0 ? [.. numbered.Values] : throw Mistake.NotAn("an array", this);
    }

    public override string ToString() => ToString(0, 2);

    public string ToString(int indent, int indentSize)
    {
        if (IsEmpty)
            return "{}";
        var text = new StringBuilder("{\n");
        foreach (var field in Values)
            text.Append(' ', (indent + 1) * indentSize).Append(field.ToString(indent + 1, indentSize)).Append('\n');
        return text.Append(' ', indent * indentSize).Append('}').ToString();
    }

    public bool Equals(IHoconElement? other)
    {
        if (other is HoconValue value)
            return value.Equals(this);
        if (other is not HoconObject theirs || theirs.Count != Count)
            return false;
        foreach (var (key, field) in this)
        {
            if (!theirs.TryGetField(key, out var their) || !field.Value.Equals(their.Value))
                return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => obj is IHoconElement element && Equals(element);

    public override int GetHashCode() => Count;

    public static bool operator ==(HoconObject left, HoconObject right) => Equals(left, right);

    public static bool operator !=(HoconObject left, HoconObject right) => !Equals(left, right);

    internal void Set(string key, HoconValue value) => this[key] = new HoconField(key, value);

    /// <summary>The fields of both; of a key that both have, <paramref name="over"/>'s value, merged where both are objects.</summary>
    internal static HoconObject Merge(HoconObject over, HoconObject under)
    {
        if (over.IsEmpty)
            return under;
        if (under.IsEmpty)
            return over;
        var merged = new HoconObject(under);
        foreach (var (key, field) in over)
        {
            var value = field.Value;
            if (value.Type == HoconType.Object && under.TryGetField(key, out var below) && below.Type == HoconType.Object)
                merged.Set(key, new HoconValue(Merge(value.GetObject(), below.GetObject())));
            else
                merged[key] = field;
        }
        return merged;
    }
}
