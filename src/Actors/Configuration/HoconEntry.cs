namespace Coterie.Actors.Configuration;

/// <summary>The kind of a key's value.</summary>
internal enum HoconKind
{
    /// <summary>A text, a number or a switch: on one line or in quotes.</summary>
    Text,

    /// <summary>A list in brackets.</summary>
    List,

    /// <summary>A section in braces without keys.</summary>
    EmptySection,
}

/// <summary>A key of a configuration with its value.</summary>
/// <param name="Path">All its parts, joined by dots; a part that contains a dot is in quotes.</param>
/// <param name="Kind">The kind of its value.</param>
/// <param name="Offset">The place of the key in the text.</param>
internal readonly record struct HoconEntry(string Path, HoconKind Kind, int Offset)
{
    /// <summary>Its value, if that is a text.</summary>
    public string? Text { get; init; }

    /// <summary>Its elements, if its value is a list.</summary>
    public IReadOnlyList<HoconElement> Elements { get; init; } = [];
}

/// <summary>An element of a list: a text or a section; both are null for a list within the list.</summary>
/// <param name="Offset">Its place in the text.</param>
/// <param name="Text">The text.</param>
/// <param name="Keys">The keys of the section.</param>
internal sealed record HoconElement(int Offset, string? Text, IReadOnlyList<HoconEntry>? Keys);
