namespace Hocon.Parsing;

/// <summary>A value as written, before substitutions are resolved.</summary>
internal abstract class Syntax;

internal sealed class LiteralSyntax(HoconLiteral literal) : Syntax
{
    public HoconLiteral Literal => literal;
}

internal sealed class ArraySyntax : Syntax
{
    public List<Syntax> Elements { get; } = [];
}

/// <summary>Values written side by side: pieces of one string, or arrays to be joined.</summary>
internal sealed class ConcatenationSyntax(List<Syntax> parts, int line, int column) : Syntax
{
    public List<Syntax> Parts => parts;
    public int Line => line;
    public int Column => column;
}

/// <summary>Values of which each overrides or, being an object, extends the ones before it.</summary>
internal sealed class MergeSyntax(List<Syntax> layers) : Syntax
{
    public List<Syntax> Layers => layers;
}

/// <summary><c>${path}</c> or <c>${?path}</c>.</summary>
internal sealed class SubstitutionSyntax(string[] path, bool required, int line, int column) : Syntax
{
    public string[] Path => path;
    public bool Required => required;
    public int Line => line;
    public int Column => column;

    /// <summary>Stands beside an object, so it must be one itself.</summary>
    public bool MustBeObject { get; set; }

    /// <summary>Where the enclosing includes were made, innermost first; the path is looked up below each before the root.</summary>
    public string[][] Scopes { get; init; } = [];

    /// <summary>The file that the substitution stands in, as its include named it; null in the outermost text.</summary>
    public string? Source { get; init; }

    public override string ToString() => $"${{{(Required ? "" : "?")}{HoconPath.Join(Path)}}}";
}
