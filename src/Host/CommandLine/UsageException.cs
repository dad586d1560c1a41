using Coterie.Actors.Text;

namespace Coterie.Host.CommandLine;

/// <summary>Wrong usage; the message is the line that the user sees, with whatever cannot be printed escaped: it may name files and values of others.</summary>
internal sealed class UsageException(string message) : Exception(Printable.Escape(message))
{
    /// <summary>What broke a rule, in the words of every error: what, the rule, the value given.</summary>
    public static UsageException Of(string what, string rule, string value) => new($"{what} must be {rule}, was [{Printable.Escape(value)}].");

    /// <summary>The same of a value that is none of some names, with the name that may have been meant.</summary>
    public static UsageException Of(string what, string rule, string value, IEnumerable<string> names) =>
        new($"{what} must be {rule}, was [{Printable.Escape(value)}].{Spelling.Hint(value, names)}");
}
