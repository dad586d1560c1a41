using System.CommandLine;
using System.CommandLine.Parsing;
using Coterie.Actors.Text;

namespace Coterie.Host.CommandLine;

/// <summary>
/// Finds what is wrong with a command line as a whole: the command, unknown options, missing values, too many arguments.
/// </summary>
internal static class Usage
{
    /// <exception cref="UsageException">The first thing that is wrong.</exception>
    public static void Check(RootCommand root, ParseResult parsed)
    {
        if (parsed.Errors.Count == 0 && parsed.UnmatchedTokens.Count == 0 && !HasStrayOption(parsed))
            return;
        if (parsed.CommandResult.Command == root)
        {
            string[] commands = [.. root.Subcommands.Select(command => command.Name)];
            var given = parsed.Tokens[0].Value;
            throw LooksLikeOption(given)
                ? new UsageException($"{given} is not an option of coterie.{HintOr(given, root, "See coterie help.")}")
                : UsageException.Of("COMMAND", string.Join(" or ", commands), given, commands);
        }
        foreach (var option in parsed.CommandResult.Children.OfType<OptionResult>())
            CheckValues(option);
        CheckUnmatched(parsed);
        CheckMissing(parsed);
        throw new UsageException(parsed.Errors[0].Message);
    }

    /// <summary>Runs a command line, if nothing is wrong with it. What a command throws is passed on.</summary>
    /// <returns>The exit code of the command.</returns>
    /// <exception cref="UsageException">The first thing that is wrong.</exception>
    public static Task<int> RunAsync(RootCommand root, ParseResult parsed, CancellationToken cancellation)
    {
        Check(root, parsed);
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return parsed.InvokeAsync(invocation, cancellation);
    }

    private static void CheckValues(OptionResult option)
    {
        if (option.Option.Arity.MinimumNumberOfValues > 0 && option.Tokens.Count == 0)
            throw new UsageException($"{option.Option.Name} must be given a value.");
        if (option.Tokens.Count > option.Option.Arity.MaximumNumberOfValues)
        {
            var values = string.Join(' ', option.Tokens.Select(token => token.Value));
            throw UsageException.Of(option.Option.Name, "given once", values);
        }
    }

    private static void CheckUnmatched(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (StrayOptions(parsed).Concat(parsed.UnmatchedTokens.Where(LooksLikeOption)).FirstOrDefault() is { } stray)
        {
            var hint = HintOr(stray, command, $"See coterie {command.Name} --help.");
            throw new UsageException($"{stray} is not an option of {command.Name}.{hint}");
        }
        if (parsed.UnmatchedTokens.Count > 0)
        {
            var arguments = command.Arguments.Count == 0
                ? "no arguments"
                : string.Join(" and ", command.Arguments.Select(argument => argument.Name));
            var given = string.Join(' ', parsed.UnmatchedTokens);
            throw new UsageException($"{command.Name} takes {arguments}, and was given [{given}] too.");
        }
    }

    private static void CheckMissing(ParseResult parsed)
    {
        foreach (var argument in parsed.CommandResult.Command.Arguments.OfType<TextArgument>())
        {
            if (parsed.GetResult(argument) is not { Tokens.Count: > 0 })
                throw UsageException.Of(argument.Name, argument.Rule, "");
        }
    }

    private static string HintOr(string option, Command command, string otherwise)
    {
        // A value may be attached, as in --sed=7.
        var name = option.Split('=')[0];
        var hint = Spelling.Hint(name, command.Options.SelectMany(known => known.Aliases.Prepend(known.Name)));
        return hint.Length > 0 ? hint : $" {otherwise}";
    }

    private static bool HasStrayOption(ParseResult parsed) => StrayOptions(parsed).Any();

    // The parser takes an unknown option for the value of an argument. After a double dash everything is a value.
    private static IEnumerable<string> StrayOptions(ParseResult parsed)
    {
        var values = parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens).Select(token => token.Value).ToList();
        var exempt = parsed.Tokens.Reverse().TakeWhile(token => token.Type != TokenType.DoubleDash).Count();
        var hasDash = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        return values.SkipLast(hasDash ? exempt : 0).Where(LooksLikeOption);
    }

    private static bool LooksLikeOption(string token) =>
        token.Length > 1 && token[0] == '-' && !char.IsAsciiDigit(token[1]) && token[1] != '.';
}
