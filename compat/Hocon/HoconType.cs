namespace Hocon;

/// <summary>What a HOCON value is.</summary>
public enum HoconType
{
    Empty,
    Array,
    Object,
    String,
    Number,
    Boolean,
}
