using Hocon;
using Hocon.Parsing;

namespace Akka.Configuration;

/// <summary>Values by path, as read from HOCON. Immutable; safe to read from several threads.</summary>
/// <remarks>The packages do not annotate this type for null, so what can be null is not marked here either: code must compile with both.</remarks>
public partial class Config
{
    public static readonly Config Empty = new();

    private readonly HoconObject _root;

    /// <summary>The path of this section in the whole configuration, for errors: empty, or ending in a dot.</summary>
    private readonly string _prefix;

    public Config() : this([], "", null)
    {
    }

    /// <summary>The values of one configuration, and below them those of another.</summary>
    public Config(Config source, Config? fallback)
        : this(fallback is null ? source._root : HoconObject.Merge(source._root, fallback._root), source._prefix, fallback ?? source.Fallback)
    {
    }

    private Config(HoconObject root, string prefix, Config? fallback)
    {
        _root = root;
        _prefix = prefix;
        Fallback = fallback!;
    }

    /// <summary>The configuration given last to <see cref="WithFallback"/>; its values are among those of this one. Null when there is none.</summary>
    public Config Fallback { get; }

    /// <summary>True when there is no value, neither here nor in a fallback.</summary>
    public bool IsEmpty => _root.IsEmpty;

    /// <summary>The values as an object: for the engine's own walks, never changed.</summary>
    internal HoconObject Root => _root;

    /// <summary>The values of this configuration where it has them, else of <paramref name="fallback"/>; objects are merged.</summary>
    public Config WithFallback(Config? fallback)
    {
        if (ReferenceEquals(fallback, this))
            throw new ArgumentException("fallback must be another configuration, was [this one].", nameof(fallback));
        return fallback.IsNullOrEmpty() ? this : new Config(this, fallback);
    }

    /// <summary>The section at a path; null when there is none.</summary>
    public Config GetConfig(string path) => Find(path) switch
    {
        null => null!,
        { Type: HoconType.Object } section => new Config(section.GetObject(), $"{_prefix}{path}.", null),
        { } other => throw Mistake(path, "a section", other),
    };

    /// <summary>Whether there is a value at a path, other than null.</summary>
    public bool HasPath(string path) => Find(path) is not null;

    /// <summary>The values as HOCON text, those of fallbacks included.</summary>
    public override string ToString() => _root.ToString();

    public static implicit operator Config(string config) => ConfigurationFactory.ParseString(config);

    /// <summary>The text as fallback of the configuration.</summary>
    public static Config operator +(Config config, string fallback) => config.WithFallback(ConfigurationFactory.ParseString(fallback));

    /// <summary>The configuration as fallback of the text.</summary>
    public static Config operator +(string configHocon, Config fallbackConfig) => ConfigurationFactory.ParseString(configHocon).WithFallback(fallbackConfig);

    internal static Config Of(HoconObject root, string prefix) => new(root, prefix, null);

    /// <summary>The value at a path; null when there is none or null was given.</summary>
    internal HoconValue? Find(string path)
    {
        HoconValue? value;
        if (path.Contains('"'))
        {
            value = FindQuoted(path);
        }
        else
        {
            var fields = _root;
            var rest = path.AsSpan();
            for (var dot = rest.IndexOf('.'); dot >= 0; dot = rest.IndexOf('.'))
            {
                if (!Lookup(fields, rest[..dot], out var field) || field.Type != HoconType.Object)
                    return null;
                fields = field.GetObject();
                rest = rest[(dot + 1)..];
            }
            value = Lookup(fields, rest, out var last) ? last.Value : null;
        }
        return value is null || value.Type == HoconType.Empty ? null : value;
    }

    private HoconValue? FindQuoted(string path)
    {
        var value = new HoconValue(_root);
        foreach (var key in HoconPath.Parse(path))
        {
            if (value.Type != HoconType.Object || !value.GetObject().TryGetField(key, out var field))
                return null;
            value = field.Value;
        }
        return value;
    }

    private static bool Lookup(HoconObject fields, ReadOnlySpan<char> key, out HoconField field) =>
        fields.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out field!);

    internal ConfigurationException Mistake(string path, string rule, HoconValue value, Exception? cause = null) =>
        new($"{_prefix}{path} must be {rule}, was [{Hocon.Values.Mistake.Describe(value)}].", cause);
}
