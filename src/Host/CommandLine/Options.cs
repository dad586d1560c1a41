using System.CommandLine;
using Coterie.Actors.Configuration;

namespace Coterie.Host.CommandLine;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    /// <summary>An option whose value its command reads itself, so that an error names the rule.</summary>
    public static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Arity = ArgumentArity.ExactlyOne };

    /// <summary>What <c>--help</c> calls a value that is the name of a file.</summary>
    public const string FileValue = "FILE";

    /// <summary>What <c>--help</c> calls a value that is the name of a folder.</summary>
    public const string FolderValue = "DIR";

    /// <summary>An option whose value is the name of a file; shells complete it.</summary>
    public static Option<string?> File(string name, string description) => Text(name, FileValue, description);

    /// <summary><c>--config FILE</c>; see <see cref="ConfigurationFiles"/>.</summary>
    public static Option<string[]> Config() => new("--config")
    {
        HelpName = FileValue,
        Description = "A HOCON file with settings. They override those of config/coterie.conf; later files override earlier ones",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary><c>--verbose</c>, of every command that starts an actor system.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Also what Akka.NET logs, on the standard error output: level INFO, or DEBUG if akka.loglevel says so",
    };

    /// <summary><c>--tls FILE</c>, of every command that starts a node; see <see cref="ConfigurationFiles"/>.</summary>
    public static Option<string?> Tls { get; } = File(
        "--tls", "Encrypts, with this certificate, in PEM; needs the next two options [default: coterie.node.tls.certificate]");

    /// <summary><c>--tls-key FILE</c>.</summary>
    public static Option<string?> TlsKey { get; } = File(
        "--tls-key", "The private key of that certificate [default: coterie.node.tls.key]");

    /// <summary><c>--tls-ca FILE</c>.</summary>
    public static Option<string?> TlsAuthority { get; } = File(
        "--tls-ca", "The authority whose certificates are trusted [default: coterie.node.tls.authority]");

    /// <summary><c>--timeout DURATION</c>; see <see cref="TimeoutOf"/>.</summary>
    /// <param name="description">What is waited for.</param>
    /// <param name="defaultSeconds">How long, if the option is not given.</param>
    public static Option<string?> Timeout(string description, int defaultSeconds) =>
        Text("--timeout", "DURATION", $"{description} [default: {defaultSeconds}s]");

    /// <summary>The value of a <see cref="Timeout"/> option.</summary>
    /// <exception cref="UsageException">It breaks its rule.</exception>
    public static TimeSpan TimeoutOf(ParseResult parsed, Option<string?> option, int defaultSeconds)
    {
        if (parsed.GetValue(option) is not { } text)
            return TimeSpan.FromSeconds(defaultSeconds);
        return Durations.TryParseAboveZero(text)
            ?? throw UsageException.Of(option.Name, Durations.Explain(Durations.AboveZeroRule, text), text);
    }

    /// <summary><c>--listen HOST[:PORT]</c>.</summary>
    public static Option<string?> Listen(string description) => Text("--listen", "HOST[:PORT]", description);
}
