namespace Coterie.Actors.Configuration;

/// <summary>What a key of a configuration leads to.</summary>
internal enum HoconKind
{
    /// <summary>A text, a number, a switch: what stands on one line or in quotes.</summary>
    Text,

    /// <summary>A list in brackets.</summary>
    List,

    /// <summary>A section in braces without a key in it.</summary>
    EmptySection,
}

/// <summary>A key of a configuration with its value.</summary>
/// <param name="Path">All its parts, joined by dots; a part that has a dot of its own is in quotes.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Offset">Where the key stands in the text.</param>
internal readonly record struct HoconEntry(string Path, HoconKind Kind, int Offset);
