namespace Coterie.Actors.Configuration;

/// <summary>
/// A configuration file cannot be read, or is not HOCON as <see cref="ConfigurationFile"/> reads it. The message says where and
/// why.
/// </summary>
public sealed class ConfigurationFileException : Exception
{
    /// <summary>An error without a place in a file.</summary>
    public ConfigurationFileException(string message) : base(message)
    {
    }

    /// <summary>An error without a place in a file, with the exception that caused it.</summary>
    public ConfigurationFileException(string message, Exception innerException) : base(message, innerException)
    {
    }

    internal ConfigurationFileException(Place place, string problem, Exception? inner = null)
        : base($"{place}: {problem}", inner)
    {
        File = place.File;
        Line = place.Line;
        Column = place.Column;
    }

    /// <summary>The file, as the command named it; null if the error is in no file.</summary>
    public string? File { get; }

    /// <summary>The line of the error, from 1; 0 if it concerns the whole file.</summary>
    public int Line { get; }

    /// <summary>The column of the error, from 1; 0 if it concerns the whole file or the whole line.</summary>
    public int Column { get; }
}
