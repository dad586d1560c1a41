using System.CommandLine;

namespace Coterie.Host.Completing;

/// <summary>The place of the next word on the command line of a command.</summary>
/// <param name="Given">The options that are given already.</param>
/// <param name="Arguments">How many arguments are given already.</param>
/// <param name="Pending">The option whose value comes next; null if none is.</param>
/// <param name="OnlyArguments">Whether <c>--</c> is given, after which there are no options.</param>
internal sealed record Place(IReadOnlyCollection<Option> Given, int Arguments, Option? Pending, bool OnlyArguments)
{
    /// <summary>The place after <paramref name="words"/>, which follow the name of the command.</summary>
    public static Place Of(Command command, IEnumerable<string> words)
    {
        HashSet<Option> given = [];
        Option? pending = null;
        var (arguments, onlyArguments) = (0, false);
        foreach (var word in words)
        {
            // For bash, the = in --algorithm=lamport is a word of its own.
            if (word == "=" && pending is not null)
                continue;
            if (pending is not null)
                pending = null;
            else if (word == "--")
                onlyArguments = true;
            else if (!onlyArguments && OptionNamed(command, word.Split('=')[0]) is { } option)
            {
                given.Add(option);
                pending = option.Arity.MinimumNumberOfValues > 0 && !word.Contains('=', StringComparison.Ordinal) ? option : null;
            }
            else if (onlyArguments || !word.StartsWith('-'))
                arguments++;
        }
        return new Place(given, arguments, pending, onlyArguments);
    }

    /// <summary>The option of that name; null if there is none.</summary>
    public static Option? OptionNamed(Command command, string name) =>
        command.Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));
}
