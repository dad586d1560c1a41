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
internal readonly record struct HoconEntry(string Path, HoconKind Kind, int Offset);
