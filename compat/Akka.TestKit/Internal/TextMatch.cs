using System.Text.RegularExpressions;
using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>What is asked of the text of an event.</summary>
internal sealed class TextMatch
{
    private static readonly TextMatch Anything = new("", _ => true);

    private readonly string _description;
    private readonly Predicate<string> _isMatch;

    private TextMatch(string description, Predicate<string> isMatch) => (_description, _isMatch) = (description, isMatch);

    public static TextMatch Of(Regex pattern) => new($" that match /{pattern}/", pattern.IsMatch);

    public static TextMatch Of(string? message, string? start, string? contains) => (message, start, contains) switch
    {
        ({ } whole, _, _) => new($" \"{whole}\"", text => text == whole),
        (_, { } beginning, _) => new($" that start with \"{beginning}\"", text => text.StartsWith(beginning, StringComparison.Ordinal)),
        (_, _, { } part) => new($" that contain \"{part}\"", text => text.Contains(part, StringComparison.Ordinal)),
        _ => Anything,
    };

    public bool IsMatch(LogEvent logEvent) => IsMatch(logEvent.Message?.ToString() ?? "");

    public bool IsMatch(string text) => _isMatch(text);

    public override string ToString() => _description;
}
