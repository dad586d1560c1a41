using System.Text;
using Hocon.Values;

namespace Hocon;

/// <summary>Values in order.</summary>
public sealed class HoconArray : List<HoconValue>, IHoconElement
{
    internal HoconArray()
    {
    }

    public HoconType Type => HoconType.Array;

    public string Raw => ToString();

    public HoconObject GetObject() => throw Mistake.NotAn("an object", this);

    public string GetString() => throw Mistake.NotAn("a string", this);

    public IList<HoconValue> GetArray() => this;

    public override string ToString() => ToString(0, 2);

    public string ToString(int indent, int indentSize)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < Count; i++)
            text.Append(i == 0 ? "" : ", ").Append(this[i].ToString(indent, indentSize));
        return text.Append(']').ToString();
    }

    public bool Equals(IHoconElement? other) => other switch
    {
        HoconArray array => this.SequenceEqual(array),
        HoconValue value => value.Equals(this),
        _ => false,
    };

    public override bool Equals(object? obj) => obj is IHoconElement element && Equals(element);

    public override int GetHashCode() => Count;

    public static bool operator ==(HoconArray left, HoconArray right) => Equals(left, right);

    public static bool operator !=(HoconArray left, HoconArray right) => !Equals(left, right);
}
