using System.CommandLine;

namespace Coterie.Host.CommandLine;

/// <summary>One of the names that a value can be. Small and capital letters are the same.</summary>
/// <param name="Name">The name, as it is printed.</param>
/// <param name="Meaning">A few words about it, for shells that show them; null for none.</param>
internal sealed record Choice(string Name, string? Meaning = null)
{
    /// <summary>The one of <paramref name="names"/> that equals <paramref name="text"/>, spelled as among the names.</summary>
    /// <param name="what">The option or argument, for the message of an error.</param>
    /// <param name="text">What was given.</param>
    /// <param name="names">The names to choose from.</param>
    /// <exception cref="UsageException">It is none of them. The message suggests a similar name, if there is one.</exception>
    public static string Read(string what, string text, IReadOnlyList<string> names) =>
        Find(text, names) ?? throw UsageException.Of(what, string.Join(" or ", names), text, names);

    /// <summary>Like <see cref="Read"/>, but null if it is none of them.</summary>
    public static string? Find(string text, IEnumerable<string> names) =>
        names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
}

/// <summary>An option or argument whose values have names.</summary>
internal interface IHasChoices
{
    /// <summary>The names that fit what is on the command line already.</summary>
    IEnumerable<Choice> ChoicesOf(ParseResult parsed);
}

/// <summary>An option whose value is one of some names, or several of them separated by commas.</summary>
internal sealed class ChoiceOption : Option<string?>, IHasChoices
{
    private readonly Func<ParseResult, IEnumerable<Choice>> _choices;

    public ChoiceOption(string name, string value, string description, Func<ParseResult, IEnumerable<Choice>> choices)
        : base(name)
    {
        (HelpName, Description, Arity, _choices) = (value, description, ArgumentArity.ExactlyOne, choices);
    }

    public IEnumerable<Choice> ChoicesOf(ParseResult parsed) => _choices(parsed);
}

/// <summary>An argument whose value is one of some names.</summary>
internal sealed class ChoiceArgument : Argument<string?>, IHasChoices
{
    private readonly Func<IEnumerable<Choice>> _choices;

    public ChoiceArgument(string name, string description, Func<IEnumerable<Choice>> choices)
        : base(name)
    {
        (Description, Arity, _choices) = (description, ArgumentArity.ZeroOrOne, choices);
    }

    public IEnumerable<Choice> ChoicesOf(ParseResult parsed) => _choices();
}
