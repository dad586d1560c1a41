namespace Hocon;

// Each getter reads the value at a path, given as text or as keys. Without a default, an absent value is a
// HoconValueException; a value of another kind is one always.
public partial class HoconRoot
{
    public bool GetBoolean(string path) => Read(path, GetValue(path), v => v.GetBoolean());

    public bool GetBoolean(HoconPath path) => Read(path.Value, GetValue(path), v => v.GetBoolean());

    public bool GetBoolean(string path, bool @default) => Find(path) is { } value ? Read(path, value, v => v.GetBoolean()) : @default;

    public bool GetBoolean(HoconPath path, bool @default) => Find(path) is { } value ? Read(path.Value, value, v => v.GetBoolean()) : @default;

    public byte GetByte(string path) => Read(path, GetValue(path), v => v.GetByte());

    public byte GetByte(HoconPath path) => Read(path.Value, GetValue(path), v => v.GetByte());

    public byte GetByte(string path, byte @default) => Find(path) is { } value ? Read(path, value, v => v.GetByte()) : @default;

    public byte GetByte(HoconPath path, byte @default) => Find(path) is { } value ? Read(path.Value, value, v => v.GetByte()) : @default;

    public int GetInt(string path) => Read(path, GetValue(path), v => v.GetInt());

    public int GetInt(HoconPath path) => Read(path.Value, GetValue(path), v => v.GetInt());

    public int GetInt(string path, int @default) => Find(path) is { } value ? Read(path, value, v => v.GetInt()) : @default;

    public int GetInt(HoconPath path, int @default) => Find(path) is { } value ? Read(path.Value, value, v => v.GetInt()) : @default;

    public long GetLong(string path) => Read(path, GetValue(path), v => v.GetLong());

    public long GetLong(HoconPath path) => Read(path.Value, GetValue(path), v => v.GetLong());

    public long GetLong(string path, long @default) => Find(path) is { } value ? Read(path, value, v => v.GetLong()) : @default;

    public long GetLong(HoconPath path, long @default) => Find(path) is { } value ? Read(path.Value, value, v => v.GetLong()) : @default;

    public float GetFloat(string path) => Read(path, GetValue(path), v => v.GetFloat());

    public float GetFloat(HoconPath path) => Read(path.Value, GetValue(path), v => v.GetFloat());

    public float GetFloat(string path, float @default) => Find(path) is { } value ? Read(path, value, v => v.GetFloat()) : @default;

    public float GetFloat(HoconPath path, float @default) => Find(path) is { } value ? Read(path.Value, value, v => v.GetFloat()) : @default;

    public double GetDouble(string path) => Read(path, GetValue(path), v => v.GetDouble());

    public double GetDouble(HoconPath path) => Read(path.Value, GetValue(path), v => v.GetDouble());

    public double GetDouble(string path, double @default) => Find(path) is { } value ? Read(path, value, v => v.GetDouble()) : @default;

    public double GetDouble(HoconPath path, double @default) => Find(path) is { } value ? Read(path.Value, value, v => v.GetDouble()) : @default;

    public decimal GetDecimal(string path) => Read(path, GetValue(path), v => v.GetDecimal());

    public decimal GetDecimal(HoconPath path) => Read(path.Value, GetValue(path), v => v.GetDecimal());

    public decimal GetDecimal(string path, decimal @default) => Find(path) is { } value ? Read(path, value, v => v.GetDecimal()) : @default;

    public decimal GetDecimal(HoconPath path, decimal @default) => Find(path) is { } value ? Read(path.Value, value, v => v.GetDecimal()) : @default;

    public string GetString(string path) => Read(path, GetValue(path), v => v.GetString());

    public string GetString(HoconPath path) => Read(path.Value, GetValue(path), v => v.GetString());

    public string GetString(string path, string @default) => Find(path) is { } value ? Read(path, value, v => v.GetString()) : @default;

    public string GetString(HoconPath path, string @default) => Find(path) is { } value ? Read(path.Value, value, v => v.GetString()) : @default;

    public HoconObject GetObject(string path) => Read(path, GetValue(path), v => v.GetObject());

    public HoconObject GetObject(HoconPath path) => Read(path.Value, GetValue(path), v => v.GetObject());

    public HoconObject GetObject(string path, HoconObject @default) => Find(path) is { } value ? Read(path, value, v => v.GetObject()) : @default;

    public HoconObject GetObject(HoconPath path, HoconObject @default) => Find(path) is { } value ? Read(path.Value, value, v => v.GetObject()) : @default;

    public long? GetByteSize(string path) => Read(path, GetValue(path), v => v.GetByteSize());

    public long? GetByteSize(string path, long? @default) => Find(path) is { } value ? Read(path, value, v => v.GetByteSize()) : @default;

    public TimeSpan GetTimeSpan(string path, bool allowInfinite = true) => Read(path, GetValue(path), v => v.GetTimeSpan(allowInfinite));

    public TimeSpan GetTimeSpan(string path, TimeSpan? @default, bool allowInfinite = true) =>
        Find(path) is { } value ? Read(path, value, v => v.GetTimeSpan(allowInfinite)) : @default ?? default;

    private static T Read<T>(string path, HoconValue value, Converter<HoconValue, T> read)
    {
        try
        {
            return read(value);
        }
        catch (HoconException e)
        {
            throw new HoconValueException($"{path} {e.Message}", path, e);
        }
    }
}
