using System.CommandLine;

namespace Coterie.Host.CommandLine;

/// <summary>An argument that its command reads itself, so that a wrong or missing one is told with its rule.</summary>
internal sealed class TextArgument : Argument<string>
{
    public TextArgument(string name, string what, string rule)
        : base(name)
    {
        Rule = rule;
        Description = $"{what}: {rule}";
        Arity = ArgumentArity.ExactlyOne;
    }

    /// <summary>One that may be missing where an option asks for something else; see <see cref="Read"/>.</summary>
    public TextArgument BesideOptions()
    {
        Arity = ArgumentArity.ZeroOrOne;
        return this;
    }

    /// <summary>Its value.</summary>
    /// <exception cref="UsageException">It is not given.</exception>
    public string Read(ParseResult parsed) => parsed.GetValue(this) ?? throw UsageException.Of(Name, Rule, "");

    /// <summary>What a value must be.</summary>
    public string Rule { get; }
}
