using Hocon;
using Hocon.Values;

namespace Akka.Configuration;

// Each getter returns an empty list when there is no value at the path, and throws a ConfigurationException that
// names the key when it is no list or an element is of another kind.
public partial class Config
{
    public IList<string> GetStringList(string path) => GetStringList(path, []);

    public IList<string> GetStringList(string path, string[] strings) =>
        Find(path) is null ? strings : ReadList<string>(path, Text, "strings");

    public IList<bool> GetBooleanList(string path) => ReadList<bool>(path, Booleans.TryParse, "truth values: " + Booleans.Rule);

    public IList<byte> GetByteList(string path) => ReadList<byte>(path, Whole, "whole numbers from 0 to 255");

    public IList<int> GetIntList(string path) => ReadList<int>(path, Whole, "whole numbers of 32 bits");

    public IList<long> GetLongList(string path) => ReadList<long>(path, Whole, "whole numbers of 64 bits");

    public IList<float> GetFloatList(string path) => ReadList<float>(path, Numbers.TryReal, "numbers");

    public IList<double> GetDoubleList(string path) => ReadList<double>(path, Numbers.TryReal, "numbers");

    public IList<decimal> GetDecimalList(string path) => ReadList<decimal>(path, Numbers.TryReal, "numbers");

    private List<T> ReadList<T>(string path, Parser<T> parser, string rule)
    {
        if (Find(path) is not { } value)
            return [];
        if (value.Type != HoconType.Array)
            throw Mistake(path, "a list of " + rule, value);
        var list = new List<T>();
        foreach (var element in value.GetArray())
        {
            list.Add(element.Type is not (HoconType.Object or HoconType.Array or HoconType.Empty) && parser(element.GetString(), out var read)
                ? read
                : throw Mistake(path, "a list of " + rule, element));
        }
        return list;
    }
}
