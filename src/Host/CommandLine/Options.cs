using System.CommandLine;

namespace Coterie.Host.CommandLine;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    /// <summary>An option whose value its command reads itself, so that a wrong one is told with its rule.</summary>
    public static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Arity = ArgumentArity.ExactlyOne };

    /// <summary><c>--config FILE</c>.</summary>
    public static Option<string?> Config() => Text("--config", "FILE", "A HOCON file, over config/coterie.conf");

    /// <summary><c>--listen HOST[:PORT]</c>.</summary>
    public static Option<string?> Listen(string description) => Text("--listen", "HOST[:PORT]", description);
}
