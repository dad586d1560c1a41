using System.Runtime.CompilerServices;

namespace Coterie.Host.Tests.Documents;

/// <summary>Lines of code are short enough to be read side by side. <c>dotnet format</c> does not check it.</summary>
public sealed class LineLengthTests
{
    // As max_line_length of .editorconfig.
    private const int Longest = 130;

    [Fact]
    public void The_lines_of_code_have_at_most_130_characters()
    {
        var found = LongLines().Select(line => $"{line.Folder}/{line.File}:{line.Number}: {line.Length} characters");
        var all = string.Join('\n', found);
        Assert.True(all.Length == 0, $"A line of code must have at most {Longest} characters, was:\n{all}");
    }

    [Fact]
    public void The_longest_line_is_that_of_the_editor_configuration() =>
        Assert.Contains($"max_line_length = {Longest}", File.ReadAllLines(Path.Combine(Root(), ".editorconfig")));

    private static IEnumerable<(string Folder, string File, int Number, int Length)> LongLines() =>
        from top in new[] { "src", "bench", "samples", "tests" }
        from path in Directory.EnumerateFiles(Path.Combine(Root(), top), "*.cs", SearchOption.AllDirectories)
        let folder = Path.GetRelativePath(Root(), Path.GetDirectoryName(path)!).Replace('\\', '/')
        where !folder.Split('/').Any(part => part is "bin" or "obj")
        from line in File.ReadLines(path).Select((text, index) => (Number: index + 1, text.Length))
        where line.Length > Longest
        select (folder, Path.GetFileName(path), line.Number, line.Length);

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
