namespace Hocon;

public partial class HoconRoot
{
    public IList<bool> GetBooleanList(string path) => Read(path, GetValue(path), v => v.GetBooleanList());

    public IList<bool> GetBooleanList(string path, IList<bool> @default) =>
        Find(path) is { } value ? Read(path, value, v => v.GetBooleanList()) : @default;

    public IList<byte> GetByteList(string path) => Read(path, GetValue(path), v => v.GetByteList());

    public IList<byte> GetByteList(string path, IList<byte> @default) =>
        Find(path) is { } value ? Read(path, value, v => v.GetByteList()) : @default;

    public IList<int> GetIntList(string path) => Read(path, GetValue(path), v => v.GetIntList());

    public IList<int> GetIntList(string path, IList<int> @default) =>
        Find(path) is { } value ? Read(path, value, v => v.GetIntList()) : @default;

    public IList<long> GetLongList(string path) => Read(path, GetValue(path), v => v.GetLongList());

    public IList<long> GetLongList(string path, IList<long> @default) =>
        Find(path) is { } value ? Read(path, value, v => v.GetLongList()) : @default;

    public IList<float> GetFloatList(string path) => Read(path, GetValue(path), v => v.GetFloatList());

    public IList<float> GetFloatList(string path, IList<float> @default) =>
        Find(path) is { } value ? Read(path, value, v => v.GetFloatList()) : @default;

    public IList<double> GetDoubleList(string path) => Read(path, GetValue(path), v => v.GetDoubleList());

    public IList<double> GetDoubleList(string path, IList<double> @default) =>
        Find(path) is { } value ? Read(path, value, v => v.GetDoubleList()) : @default;

    public IList<decimal> GetDecimalList(string path) => Read(path, GetValue(path), v => v.GetDecimalList());

    public IList<decimal> GetDecimalList(string path, IList<decimal> @default) =>
        Find(path) is { } value ? Read(path, value, v => v.GetDecimalList()) : @default;

    public IList<string> GetStringList(string path) => Read(path, GetValue(path), v => v.GetStringList());

    public IList<string> GetStringList(string path, IList<string> @default) =>
        Find(path) is { } value ? Read(path, value, v => v.GetStringList()) : @default;

    public IList<HoconObject> GetObjectList(string path) => Read(path, GetValue(path), v => v.GetObjectList());

    public IList<HoconObject> GetObjectList(string path, IList<HoconObject> @default) =>
        Find(path) is { } value ? Read(path, value, v => v.GetObjectList()) : @default;
}
