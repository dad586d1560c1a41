namespace Hocon;

/// <summary>What a key or a place in an array holds, after substitution: one object, array or literal.</summary>
public partial class HoconValue : List<IHoconElement>, IHoconElement
{
    internal HoconValue(IHoconElement element) : base(1) => Add(element);

    public HoconType Type => Count == 0 ? HoconType.Empty : this[0].Type;

    public string Raw => Count == 0 ? "" : this[0].Raw;

    internal IHoconElement Element => this[0];

    public override string ToString() => ToString(0, 2);

    public string ToString(int indent, int indentSize) => Count == 0 ? "" : this[0].ToString(indent, indentSize);

    public bool Equals(IHoconElement? other) => other is not null && Count == 1 && this[0].Equals(other is HoconValue { Count: 1 } value ? value[0] : other);

    public override bool Equals(object? obj) => obj is IHoconElement element && Equals(element);

    public override int GetHashCode() => Count == 0 ? 0 : this[0].GetHashCode();

    public static bool operator ==(HoconValue left, HoconValue right) => Equals(left, right);

    public static bool operator !=(HoconValue left, HoconValue right) => !Equals(left, right);
}
