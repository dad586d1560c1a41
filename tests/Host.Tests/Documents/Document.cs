namespace Coterie.Host.Tests.Documents;

/// <summary>A page of the documentation, with its blocks of code.</summary>
internal sealed class Document
{
    /// <summary>Where the pages are, as in the root of the repository, with the scenarios.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "documents");

    private Document(string name, string text)
    {
        (Name, Text) = (name, text);
        Blocks = [.. BlocksOf(text)];
    }

    /// <summary>All pages.</summary>
    public static IReadOnlyList<Document> All { get; } =
    [
        .. from path in Directory.GetFiles(Folder, "*.md", SearchOption.AllDirectories)
           orderby path
           select new Document(Path.GetRelativePath(Folder, path), File.ReadAllText(path)),
    ];

    /// <summary>Its path, from the root of the repository.</summary>
    public string Name { get; }

    public string Text { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>
    /// The numbers of the lines with more than <paramref name="characters"/>, but not of tables and of what a program prints,
    /// which cannot be broken.
    /// </summary>
    public IEnumerable<int> LinesLongerThan(int characters)
    {
        var isCode = false;
        foreach (var (line, index) in Text.Split('\n').Select((line, index) => (line, index)))
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!isCode && line.Length > characters && !line.StartsWith('|') && !line.StartsWith("![", StringComparison.Ordinal))
                yield return index + 1;
        }
    }

    public static Document Named(string name) => All.Single(document => document.Name == name);

    private static IEnumerable<CodeBlock> BlocksOf(string text)
    {
        var section = "";
        List<string>? block = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (block is not null)
                    yield return new CodeBlock(section, block);
                block = block is null ? [] : null;
            }
            else if (block is not null)
                block.Add(line.TrimEnd());
            else if (line.StartsWith("## ", StringComparison.Ordinal))
                section = line[3..];
        }
    }
}

/// <summary>A block of code.</summary>
/// <param name="Section">The heading of the section that it is in.</param>
/// <param name="Lines">What is between the fences.</param>
internal sealed record CodeBlock(string Section, IReadOnlyList<string> Lines);
