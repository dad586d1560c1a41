namespace Coterie.Samples.Tests.Documents;

/// <summary>An example: a region of a file in <c>Api</c>, which compiles and runs there, and a block in a document.</summary>
/// <param name="Name">The name of the region, or the document.</param>
/// <param name="Code">Its lines, without the indentation that all share and without <c>using</c> directives.</param>
/// <param name="Usings">The <c>using</c> directives: of a region those of its file, of a block those at its start.</param>
internal sealed record Example(string Name, string Code, IReadOnlyList<string> Usings)
{
    private static readonly string Files = Path.Combine(AppContext.BaseDirectory, "examples");
    private static readonly string Documents = Path.Combine(AppContext.BaseDirectory, "documents");

    /// <summary>The regions of all files.</summary>
    public static IReadOnlyList<Example> Regions { get; } = [.. In(Files, "*.cs").SelectMany(RegionsOf)];

    /// <summary>The blocks of C# in all documents.</summary>
    public static IReadOnlyList<Example> Blocks { get; } = [.. In(Documents, "*.md").SelectMany(BlocksOf)];

    /// <summary>Whether this region is what the block shows.</summary>
    public bool IsShownBy(Example block) => Code == block.Code && block.Usings.All(Usings.Contains);

    private static IEnumerable<string> In(string folder, string files) =>
        Directory.GetFiles(folder, files, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IEnumerable<Example> RegionsOf(string path)
    {
        var lines = File.ReadAllLines(path);
        var usings = lines.Where(IsUsing).ToList();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim() is not ['#', 'r', 'e', 'g', 'i', 'o', 'n', ' ', .. var name])
                continue;
            var region = lines.Skip(i + 1).TakeWhile(line => line.Trim() != "#endregion").ToList();
            yield return new Example(name, Text(region), usings);
        }
    }

    private static IEnumerable<Example> BlocksOf(string path)
    {
        var name = Path.GetRelativePath(Documents, path);
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] != "```csharp")
                continue;
            var block = lines.Skip(i + 1).TakeWhile(line => line != "```").ToList();
            var usings = block.TakeWhile(line => IsUsing(line) || line.Length == 0).Where(IsUsing).ToList();
            yield return new Example(name, Text(block.SkipWhile(line => IsUsing(line) || line.Length == 0)), usings);
        }
    }

    // A directive, not the statement that disposes of a variable.
    private static bool IsUsing(string line) =>
        line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('(', StringComparison.Ordinal)
        && !line.StartsWith("using var ", StringComparison.Ordinal);

    private static string Text(IEnumerable<string> lines)
    {
        var given = lines.Select(line => line.TrimEnd()).ToList();
        var indent = given.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).Min();
        return string.Join('\n', given.Select(line => line.Length == 0 ? line : line[indent..])).Trim('\n');
    }
}
