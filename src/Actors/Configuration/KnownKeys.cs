using Coterie.Actors.Text;

namespace Coterie.Actors.Configuration;

/// <summary>Compares the keys of a file with the keys under <c>coterie</c> in <c>reference.conf</c>.</summary>
internal static class KnownKeys
{
    private const string Root = "coterie";
    private const int LongestShown = 100;

    /// <summary>Whether a key is under <c>coterie</c>.</summary>
    public static bool IsOurs(string key) => key == Root || key.StartsWith(Root + ".", StringComparison.Ordinal);

    /// <summary>The environment variable that sets a key.</summary>
    public static string VariableOf(string key) => key.ToUpperInvariant().Replace('.', '_').Replace('-', '_');

    /// <summary>The end of an error: which word may be meant, or all that are known.</summary>
    public static string Meant(string mistyped, IEnumerable<string> known) =>
        Spelling.Nearest(mistyped, known, orBeginning: false) is { } meant
            ? $" (did you mean {meant}?)"
            : $"; known are {string.Join(", ", known)}";

    /// <summary>The errors in the keys of a file, a sentence each.</summary>
    public static IEnumerable<string> Check(ConfigurationFile file, IReadOnlyList<string> known)
    {
        var first = new Dictionary<string, HoconEntry>();
        foreach (var entry in file.Entries)
        {
            if (Problem(entry, known) is { } problem)
                yield return $"{file.PlaceOf(entry)}: {problem}.";
            else if (IsOurs(entry.Path) && entry.Kind != HoconKind.EmptySection && !first.TryAdd(entry.Path, entry))
            {
                var line = file.PlaceOf(first[entry.Path]).Line;
                yield return $"{file.PlaceOf(entry)}: {entry.Path} must be given once, and is in line {line}, too.";
            }
        }
    }

    private static string? Problem(HoconEntry entry, IReadOnlyList<string> known)
    {
        var shown = Printable.Escape(entry.Path, LongestShown);
        var root = entry.Path.Split('.')[0];
        if (entry.Path.StartsWith($"\"{Root}.", StringComparison.OrdinalIgnoreCase))
            return $"{shown} must stand without quotes";
        if (entry is { Path: "akka", Kind: not HoconKind.EmptySection })
            return "akka must be a section";
        if (!IsOurs(entry.Path))
        {
            return root != "akka" && Spelling.Nearest(root, [Root], orBeginning: false) is not null
                ? $"{shown} is not a setting (did you mean {Root}{entry.Path[root.Length..]}?)"
                : null;
        }
        if (entry.Kind == HoconKind.EmptySection && IsSection(entry.Path, known))
            return null;
        if (!known.Contains(entry.Path))
            return $"{shown} is not a setting{Meant(entry.Path, known)}";
        return entry.Kind == HoconKind.Text
            ? null
            : $"{shown} must be a single value, was [{(entry.Kind == HoconKind.List ? "a list" : "a section")}]";
    }

    private static bool IsSection(string path, IReadOnlyList<string> known) =>
        path == Root || known.Any(key => key.StartsWith(path + ".", StringComparison.Ordinal));
}
