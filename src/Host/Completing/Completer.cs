using System.CommandLine;
using System.CommandLine.Help;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Completing;

/// <summary>Says what can come next on a command line: a command, an option, a name, or a file.</summary>
internal sealed class Completer(RootCommand root)
{
    private static readonly Completion Nothing = new([], TakesFile: false);

    /// <summary>What the last of <paramref name="words"/> can become. The name of the program is not one of the words.</summary>
    public Completion Complete(IReadOnlyList<string> words)
    {
        var (before, current) = words.Count == 0 ? ([], "") : (words.Take(words.Count - 1).ToList(), words[^1]);
        if (before.Count == 0)
            return current.StartsWith('-') ? OptionsOf(root, [], current) : Among(Commands(), current);
        if (root.Subcommands.FirstOrDefault(command => command.Name == before[0]) is not { } command)
            return Nothing;
        var place = Place.Of(command, before.Skip(1));
        var parsed = root.Parse(before);
        if (place.Pending is { } pending)
            return ValuesOf(pending, parsed, current.TrimStart('='), "");
        if (current.StartsWith('-') && !place.OnlyArguments)
        {
            var equals = current.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                return OptionsOf(command, place.Given, current);
            var (name, value) = (current[..equals], current[(equals + 1)..]);
            return Place.OptionNamed(command, name) is { } option ? ValuesOf(option, parsed, value, $"{name}=") : Nothing;
        }
        if (place.Arguments >= command.Arguments.Count)
            return OptionsOf(command, place.Given, current);
        var argument = command.Arguments[place.Arguments];
        return argument.Name is Options.FileValue or Options.FolderValue ? new Completion([], TakesFile: true)
            : argument is IHasChoices choices ? Among(choices.ChoicesOf(parsed), current)
            : Nothing;
    }

    private IEnumerable<Choice> Commands() =>
        root.Subcommands.Where(command => !command.Hidden).Select(command => new Choice(command.Name, command.Description));

    private static Completion OptionsOf(Command command, IReadOnlyCollection<Option> given, string current) => Among(
        from option in command.Options
        where !option.Hidden && (option.Arity.MaximumNumberOfValues > 1 || !given.Contains(option))
        select new Choice(option is HelpOption ? "--help" : option.Name, option.Description),
        current);

    private static Completion ValuesOf(Option option, ParseResult parsed, string current, string prefix)
    {
        if (option.HelpName is Options.FileValue or Options.FolderValue)
            return new Completion([], TakesFile: prefix.Length == 0);
        if (option is not IHasChoices choices)
            return Nothing;
        if (!IsList(option))
            return Among(choices.ChoicesOf(parsed), current, prefix);
        var comma = current.LastIndexOf(',') + 1;
        var used = current[..comma].Split(',');
        var unused = choices.ChoicesOf(parsed).Where(choice => !used.Contains(choice.Name));
        return Among(unused, current[comma..], prefix + current[..comma]);
    }

    private static bool IsList(Option option) => option.HelpName?.Contains(',', StringComparison.Ordinal) == true;

    private static Completion Among(IEnumerable<Choice> choices, string current, string prefix = "")
    {
        var fitting = choices.Where(choice => choice.Name.StartsWith(current, StringComparison.OrdinalIgnoreCase));
        return new Completion([.. fitting.Select(choice => choice with { Name = prefix + choice.Name })], TakesFile: false);
    }
}

/// <summary>What can be at some place of a command line.</summary>
/// <param name="Choices">The words, with what they mean.</param>
/// <param name="TakesFile">Whether it is the name of a file, which the shell completes itself.</param>
internal sealed record Completion(IReadOnlyList<Choice> Choices, bool TakesFile);
