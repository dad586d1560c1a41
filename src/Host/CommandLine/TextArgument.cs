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

    /// <summary>What a value must be.</summary>
    public string Rule { get; }
}
