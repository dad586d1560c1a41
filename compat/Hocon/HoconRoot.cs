namespace Hocon;

/// <summary>A whole HOCON text, substitutions resolved.</summary>
public partial class HoconRoot : IEquatable<HoconRoot>
{
    internal HoconRoot(HoconValue value) => Value = value;

    /// <summary>The object or array that the text is.</summary>
    public HoconValue Value { get; }

    /// <summary>The value at a path; a <see cref="HoconValueException"/> when there is none.</summary>
    public HoconValue GetValue(string path) => Find(path) ?? throw Absent(path);

    public HoconValue GetValue(HoconPath path) => Find(path) ?? throw Absent(path.Value);

    public bool HasPath(string path) => Find(path) is not null;

    public bool HasPath(HoconPath path) => Find(path) is not null;

    /// <summary>The root as HOCON text, nested values indented by this many spaces.</summary>
    public string PrettyPrint(int indentSize) => Value.ToString(0, indentSize);

    public override string ToString() => Value.ToString(0, 2);

    public bool Equals(HoconRoot? other) => other is not null && Value.Equals(other.Value);

    private HoconValue? Find(string path) => Find(HoconPath.Parse(path));

    private HoconValue? Find(HoconPath path)
    {
        var value = Value;
        foreach (var key in path)
        {
            if (value.Type != HoconType.Object || !value.GetObject().TryGetField(key, out var field))
                return null;
            value = field.Value;
        }
        return value;
    }

    private static HoconValueException Absent(string path) =>
        new($"{path} must have a value, was [absent].", path, new KeyNotFoundException(path));
}
