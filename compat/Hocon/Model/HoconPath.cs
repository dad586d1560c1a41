using Hocon.Parsing;

namespace Hocon;

/// <summary>Keys from the root to a value, outermost first.</summary>
public sealed class HoconPath : List<string>, IEquatable<HoconPath>
{
    public HoconPath(IEnumerable<string> path) : base(path)
    {
    }

    public bool IsEmpty => Count == 0;

    /// <summary>The last key.</summary>
    public string Key => this[^1];

    /// <summary>The keys with dots between, quoted where they have to be.</summary>
    public string Value => Join(this);

    /// <summary>Reads <c>a.b."c.d"</c>.</summary>
    public static HoconPath Parse(string path)
    {
        var cursor = new Cursor(path);
        var parsed = new HoconPath(PathReader.Read(cursor));
        return cursor.AtEnd ? parsed : throw cursor.Expected("A key of a path");
    }

    public bool Equals(HoconPath? other) => other is not null && this.SequenceEqual(other);

    public override bool Equals(object? obj) => obj is HoconPath other && Equals(other);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => Value;

    public static bool operator ==(HoconPath left, HoconPath right) => Equals(left, right);

    public static bool operator !=(HoconPath left, HoconPath right) => !Equals(left, right);

    internal static string Join(IEnumerable<string> keys) => string.Join('.', keys.Select(Quote));

    internal static string Quote(string key) => key.Contains('.') || StringUtil.NeedQuotes(key) ? StringUtil.AddQuotes(key) : key;
}
