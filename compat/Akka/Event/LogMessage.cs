using System.Globalization;
using System.Text.RegularExpressions;

namespace Akka.Event;

/// <summary>Makes the text of a log event from its template and arguments.</summary>
public interface ILogMessageFormatter
{
    /// <summary>The text.</summary>
    string Format(string format, params object[] args);

    /// <summary>The text.</summary>
    string Format(string format, IEnumerable<object> args);
}

/// <summary>Fills <c>{0}</c>, or names like <c>{User}</c> in their order.</summary>
public partial class DefaultLogMessageFormatter : ILogMessageFormatter
{
    /// <summary>The only one.</summary>
    public static readonly DefaultLogMessageFormatter Instance = new();

    private DefaultLogMessageFormatter() { }

    /// <inheritdoc/>
    public string Format(string format, params object[] args)
    {
        if (args is null || args.Length == 0) return format;
        try
        {
            return string.Format(CultureInfo.InvariantCulture, Numbered(format), args);
        }
        catch (FormatException)
        {
            return $"{format} [{string.Join(", ", args)}]";
        }
    }

    /// <inheritdoc/>
    public string Format(string format, IEnumerable<object> args) => Format(format, args.ToArray());

    private static string Numbered(string format)
    {
        var next = 0;
        return Name().Replace(format, match => $"{{{next++}{match.Groups[2].Value}}}");
    }

    [GeneratedRegex(@"(?<!\{)\{([A-Za-z_@$][A-Za-z0-9_]*)([,:][^{}]*)?\}(?!\})")]
    private static partial Regex Name();
}

/// <summary>The text of a log event, not yet made.</summary>
public abstract class LogMessage
{
    /// <summary>Of a template.</summary>
    protected LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    /// <summary>Makes the text.</summary>
    protected readonly ILogMessageFormatter Formatter;

    /// <summary>The template.</summary>
    public string Format { get; }

    /// <summary>The arguments.</summary>
    public abstract IEnumerable<object> Parameters();

    /// <summary>Template and arguments.</summary>
    public abstract string Unformatted();
}

/// <summary>The text is made when it is first asked for: not at all if no logger takes the event.</summary>
internal sealed class LazyLogMessage(ILogMessageFormatter formatter, string format, object[] args) : LogMessage(formatter, format)
{
    private string? _text;

    public override IEnumerable<object> Parameters() => args;

    public override string Unformatted() => $"{Format} [{string.Join(", ", args)}]";

    public override string ToString() => _text ??= Formatter.Format(Format, args);
}
