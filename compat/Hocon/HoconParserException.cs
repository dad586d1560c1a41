namespace Hocon;

/// <summary>A text is not HOCON, or a substitution or an include in it cannot be resolved.</summary>
public sealed class HoconParserException : Exception
{
    private readonly bool _inInclude;

    public HoconParserException()
    {
    }

    public HoconParserException(string message) : base(message)
    {
    }

    public HoconParserException(string message, Exception innerException) : base(message, innerException)
    {
    }

    internal HoconParserException(string rule, string was, int line, int column, Exception? inner = null)
        : base($"{rule}, was [{was}] at line {line}, column {column}.", inner)
    {
        LineNumber = line;
        LinePosition = column;
    }

    private HoconParserException(string message, HoconParserException inner) : base(message, inner)
    {
        LineNumber = inner.LineNumber;
        LinePosition = inner.LinePosition;
        _inInclude = true;
    }

    /// <summary>The error with the name of the include whose text it is in, of nested ones the innermost.</summary>
    internal static HoconParserException InInclude(string name, HoconParserException error) =>
        error._inInclude ? error : new($"In include \"{name}\": {error.Message}", error);

    /// <summary>The line of the error, from 1; 0 when it has no place in the text.</summary>
    public int LineNumber { get; }

    /// <summary>The column of the error, from 1; 0 when it has no place in the text.</summary>
    public int LinePosition { get; }
}
