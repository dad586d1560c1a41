using Akka.Configuration;
using Coterie.Actors.Text;

namespace Coterie.Actors.Configuration;

/// <summary>
/// Configuration read from a HOCON file by Akka.NET's parser. Mistakes that this parser ignores are refused here: sections that
/// are not closed, keys without values, null, and others. Includes and substitutions are refused, too.
/// </summary>
internal sealed class ConfigurationFile
{
    private readonly SourceText _source;

    private ConfigurationFile(SourceText source, Config config, IReadOnlyList<HoconEntry> entries)
    {
        _source = source;
        Config = config;
        Entries = entries;
    }

    /// <summary>The file, as its reader named it.</summary>
    public string Path => _source.Name;

    /// <summary>The values of the file.</summary>
    public Config Config { get; }

    /// <summary>The paths of all values, in the order of the file; without sections that have values.</summary>
    public IEnumerable<string> Keys => Entries.Select(entry => entry.Path);

    /// <summary>The same, with the kinds of the values and their places.</summary>
    internal IReadOnlyList<HoconEntry> Entries { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, relative to the working directory or absolute; UTF-8, at most 256 KiB. May be a pipe.</param>
    /// <param name="cancellation">Ends the reading of a file without an end, such as a pipe that stays open.</param>
    /// <exception cref="ConfigurationFileException">
    /// The file is missing or cannot be read, or it is not HOCON as described at <see cref="ConfigurationFile"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ConfigurationFile Load(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Parse(ConfigurationText.Read(path, cancellation), path);
    }

    /// <summary>Reads a text as <see cref="Load"/> reads a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What to call the text in errors.</param>
    /// <exception cref="ConfigurationFileException">As of <see cref="Load"/>.</exception>
    public static ConfigurationFile Parse(string text, string name)
    {
        var source = new SourceText(name, text);
        var scanner = HoconScanner.Scan(source);
        try
        {
            var config = scanner.Entries.Count == 0
                ? ConfigurationFactory.Empty
                : ConfigurationFactory.ParseString(scanner.ForParser);
            return new ConfigurationFile(source, config, scanner.Entries);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever the parser throws at a text is a mistake in the text.
            var was = Printable.Escape(e.Message, 200);
            throw new ConfigurationFileException(new Place(name, 0, 0), $"The file must be HOCON, was [{was}].", e);
        }
    }

    /// <summary>The place of a key in the file.</summary>
    internal Place PlaceOf(HoconEntry entry) => _source.At(entry.Offset);
}
