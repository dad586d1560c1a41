using Coterie.Actors.Text;

namespace Coterie.Host.CommandLine;

/// <summary>
/// Wrong usage. The message is the line that the user sees. Characters that cannot be printed are escaped, because it may contain
/// names of files and values that others chose.
/// </summary>
internal sealed class UsageException(string message) : Exception(Printable.Escape(message))
{
    /// <summary>A value broke a rule. The message has the form of all errors: what, the rule, the value given.</summary>
    public static UsageException Of(string what, string rule, string value) =>
        new($"{what} must be {rule}, was [{Printable.Escape(value)}].");

    /// <summary>A value is none of some names. The message also suggests the name that may have been meant.</summary>
    public static UsageException Of(string what, string rule, string value, IEnumerable<string> names) =>
        new($"{what} must be {rule}, was [{Printable.Escape(value)}].{Spelling.Hint(value, names)}");
}
