using Hocon.Values;

namespace Hocon;

public partial class HoconValue
{
    private delegate bool Parser<T>(string? text, out T value);

    public virtual HoconObject GetObject() => Count == 0 ? throw Mistake.NotAn("an object", this) : this[0].GetObject();

    /// <summary>The text of a literal, whatever its kind; null for null.</summary>
    public virtual string GetString() => Count == 0 ? null! : this[0].GetString();

    public virtual IList<HoconValue> GetArray() => Count == 0 ? throw Mistake.NotAn("an array", this) : this[0].GetArray();

    public bool GetBoolean() => Read<bool>(Booleans.TryParse, Booleans.Rule);

    public byte GetByte() => Read<byte>(Numbers.TryWhole, "a whole number from 0 to 255");

    public int GetInt() => Read<int>(Numbers.TryWhole, "a whole number of 32 bits");

    public long GetLong() => Read<long>(Numbers.TryWhole, "a whole number of 64 bits");

    public float GetFloat() => Read<float>(Numbers.TryReal, "a number");

    public double GetDouble() => Read<double>(Numbers.TryReal, "a number");

    public decimal GetDecimal() => Read<decimal>(Numbers.TryReal, "a number");

    /// <summary>A size in bytes: 1kB is 1000, 1K or 1KiB is 1024.</summary>
    public long? GetByteSize() => Read<long>(ByteSizes.TryParse, ByteSizes.Rule);

    /// <summary>A length of time; a number without a unit counts milliseconds.</summary>
    public TimeSpan GetTimeSpan(bool allowInfinite = true) => Read(
        (string? text, out TimeSpan value) => Durations.TryParse(text, allowInfinite, out value),
        allowInfinite ? Durations.RuleWithInfinite : Durations.Rule);

    public IList<bool> GetBooleanList() => ReadList(v => v.GetBoolean());

    public IList<byte> GetByteList() => ReadList(v => v.GetByte());

    public IList<int> GetIntList() => ReadList(v => v.GetInt());

    public IList<long> GetLongList() => ReadList(v => v.GetLong());

    public IList<float> GetFloatList() => ReadList(v => v.GetFloat());

    public IList<double> GetDoubleList() => ReadList(v => v.GetDouble());

    public IList<decimal> GetDecimalList() => ReadList(v => v.GetDecimal());

    public IList<string> GetStringList() => ReadList(v => v.GetString());

    public IList<HoconObject> GetObjectList() => ReadList(v => v.GetObject());

    private T Read<T>(Parser<T> parser, string rule) =>
        Type is not (HoconType.Object or HoconType.Array) && parser(GetString(), out var value) ? value : throw Mistake.NotAn(rule, this);

    private List<T> ReadList<T>(Converter<HoconValue, T> read)
    {
        var values = GetArray();
        var list = new List<T>(values.Count);
        foreach (var value in values)
            list.Add(read(value));
        return list;
    }
}
