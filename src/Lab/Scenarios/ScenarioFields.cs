using System.Globalization;
using Coterie.Actors.Configuration;
using Coterie.Actors.Text;

namespace Coterie.Lab.Scenarios;

/// <summary>
/// The keys of a scenario, or of one request in it, with their values. Errors are collected; each names the file, the line and
/// the column.
/// </summary>
internal sealed class ScenarioFields
{
    private const int MostErrors = 10;
    private const int LongestShown = 100;

    private readonly SourceText _source;
    private readonly IReadOnlyList<HoconEntry> _entries;
    private readonly List<string> _errors;
    private readonly int _offset; // of the section

    /// <summary>The keys of a whole file.</summary>
    public ScenarioFields(SourceText source, IReadOnlyList<HoconEntry> entries) : this(source, entries, [], 0)
    {
    }

    private ScenarioFields(SourceText source, IReadOnlyList<HoconEntry> entries, List<string> errors, int offset) =>
        (_source, _entries, _errors, _offset) = (source, entries, errors, offset);

    /// <summary>The name of the file.</summary>
    public string File => _source.Name;

    /// <summary>Whether something was wrong so far.</summary>
    public bool HasErrors => _errors.Count > 0;

    /// <exception cref="SettingsException">Something was wrong; the first errors are named.</exception>
    public void ThrowIfWrong()
    {
        if (HasErrors)
            throw new SettingsException(string.Join(Environment.NewLine, _errors.Take(MostErrors)));
    }

    /// <summary>Refuses keys that are not known, and keys that are given twice.</summary>
    /// <param name="known">The keys. One that ends with a dot is a section whose keys are free.</param>
    /// <param name="owner">What has the keys, for the message of an error: <c>a scenario</c>.</param>
    public void CheckKeys(IReadOnlyList<string> known, string owner)
    {
        var first = new Dictionary<string, HoconEntry>();
        foreach (var entry in _entries)
        {
            if (!IsKnown(entry, known))
            {
                var meant = KnownKeys.Meant(entry.Path, known.Select(Name));
                Add(entry.Offset, $"{Shown(entry.Path)} is not a key of {owner}{meant}.");
            }
            else if (!first.TryAdd(entry.Path, entry))
            {
                Add(entry.Offset, $"{Shown(entry.Path)} must be given once, and is in line {Line(first[entry.Path])}, too.");
            }
        }
    }

    /// <summary>Whether a key, or a section of that name, is there.</summary>
    public bool Has(string key) => _entries.Any(entry => entry.Path == key || entry.Path.StartsWith(key + ".", Ordinal));

    /// <summary>The text of a key; null if it is not there.</summary>
    public string? Text(string key)
    {
        if (Find(key) is not { } entry)
            return null;
        if (entry.Text is null)
            Add(entry.Offset, $"{key} must be a single value, was [{(entry.Kind == HoconKind.List ? "a list" : "a section")}].");
        return entry.Text;
    }

    /// <summary>The texts of a key whose value is a text or a list of texts; none if it is not there.</summary>
    public IEnumerable<(string Text, int Offset)> Texts(string key)
    {
        if (Find(key) is not { } entry)
            yield break;
        if (entry.Kind != HoconKind.List)
        {
            if (Text(key) is { } text)
                yield return (text, entry.Offset);
            yield break;
        }
        foreach (var element in entry.Elements)
        {
            if (element.Text is { } text)
                yield return (text, element.Offset);
            else
                Add(element.Offset, $"{key} must be a text or a list of texts.");
        }
    }

    /// <summary>The sections of a list; none if it is not there.</summary>
    public IEnumerable<ScenarioFields> Sections(string key)
    {
        if (Find(key) is not { } entry)
            yield break;
        if (entry.Kind != HoconKind.List)
            Add(entry.Offset, $"{key} must be a list of sections in braces.");
        foreach (var element in entry.Elements ?? [])
        {
            if (element.Keys is { } keys)
                yield return new ScenarioFields(_source, keys, _errors, element.Offset);
            else
                Add(element.Offset, $"{key} must be a list of sections in braces, was [{Shown(element.Text ?? "a list")}].");
        }
    }

    /// <summary>The keys of a section, without its name, with their texts.</summary>
    public IEnumerable<(string Key, string Text, int Offset)> Under(string section)
    {
        foreach (var entry in _entries.Where(entry => entry.Path.StartsWith(section + ".", Ordinal)))
        {
            if (Text(entry.Path) is { } text)
                yield return (entry.Path[(section.Length + 1)..].Trim('"'), text, entry.Offset);
        }
    }

    /// <summary>A value of a class; null if the key is not there or its value breaks the rule.</summary>
    public T? Read<T>(string key, string rule, Func<string, T?> read)
        where T : class
    {
        if (Text(key) is not { } text)
            return null;
        var value = read(text);
        if (value is null)
            Wrong(key, Durations.Explain(rule, text), text);
        return value;
    }

    /// <summary>The same for a value of a struct.</summary>
    public T? ReadValue<T>(string key, string rule, Func<string, T?> read)
        where T : struct
    {
        if (Text(key) is not { } text)
            return null;
        var value = read(text);
        if (value is null)
            Wrong(key, rule, text);
        return value;
    }

    /// <summary>A whole number; null if the key is not there or its value breaks the rule.</summary>
    public int? Number(string key, int least, int most) => ReadValue<int>(
        key,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most ? number : null);

    /// <summary>A switch; off if the key is not there.</summary>
    public bool IsOn(string key) => ReadValue<bool>(key, "on or off", text => text switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        _ => null,
    }) ?? false;

    /// <summary>A key must be there, and is not.</summary>
    public void Missing(string key, string rule) => Add(_offset, $"{key} must be {rule}, was [].");

    /// <summary>A value breaks a rule.</summary>
    public void Wrong(int offset, string key, string rule, string value) =>
        Add(offset, $"{key} must be {rule}, was [{Shown(value)}].");

    /// <summary>The same, of the value of a key or of a section of that name.</summary>
    public void Wrong(string key, string rule, string value)
    {
        var entries = _entries.Where(entry => entry.Path == key || entry.Path.StartsWith(key + ".", Ordinal)).ToList();
        Wrong(entries.Count > 0 ? entries[0].Offset : _offset, key, rule, value);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static bool IsKnown(HoconEntry entry, IReadOnlyList<string> known) => known.Any(
        key => key == entry.Path
            || (key.EndsWith('.') && entry.Path.StartsWith(key, Ordinal))
            || (entry.Kind == HoconKind.EmptySection && key.StartsWith(entry.Path + ".", Ordinal)));

    private static string Name(string key) => key.TrimEnd('.');

    private static string Shown(string text) => Printable.Escape(text, LongestShown);

    private HoconEntry? Find(string key)
    {
        var index = _entries.ToList().FindIndex(entry => entry.Path == key);
        return index < 0 ? null : _entries[index];
    }

    private int Line(HoconEntry entry) => _source.At(entry.Offset).Line;

    private void Add(int offset, string problem)
    {
        var error = $"{_source.At(offset)}: {problem}";
        if (!_errors.Contains(error))
            _errors.Add(error);
    }
}
