using System.CommandLine;

namespace Coterie.Host.CommandLine;

/// <summary>An argument that its command reads itself, so that an error names the rule, also if it is missing.</summary>
internal sealed class TextArgument : Argument<string>
{
    public TextArgument(string name, string what, string rule, bool isOptional = false)
        : base(name)
    {
        Rule = rule;
        Description = $"{what}: {rule}";
        Arity = isOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne;
    }

    /// <summary>Its value.</summary>
    /// <exception cref="UsageException">It is missing.</exception>
    public string ValueOf(ParseResult parsed) => parsed.GetValue(this) ?? throw UsageException.Of(Name, Rule, "");

    /// <summary>What a value must be.</summary>
    public string Rule { get; }
}
