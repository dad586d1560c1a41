namespace Coterie.Actors.Configuration;

/// <summary>The text of a configuration, with the lines and columns of its characters.</summary>
internal sealed class SourceText(string name, string text)
{
    /// <summary>Its name in errors: the file as the command named it.</summary>
    public string Name => name;

    /// <summary>The whole text.</summary>
    public string Text => text;

    /// <summary>Line and column of an offset.</summary>
    public Place At(int offset)
    {
        var before = text.AsSpan(0, offset);
        return new Place(name, before.Count('\n') + 1, offset - before.LastIndexOf('\n'));
    }

    /// <summary>An error at an offset.</summary>
    public ConfigurationFileException Error(int offset, string problem) => new(At(offset), problem);
}
