using System.CommandLine;

namespace Coterie.Host.CommandLine;

/// <summary>An argument that its command reads itself, so that an error names the rule, also if it is missing.</summary>
internal sealed class TextArgument : Argument<string>
{
    public TextArgument(string name, string what, string rule)
        : base(name)
    {
        Rule = rule;
        Description = $"{what}: {rule}";
        Arity = ArgumentArity.ExactlyOne;
    }

    /// <summary>What a value must be.</summary>
    public string Rule { get; }
}
