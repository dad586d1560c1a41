using System.CommandLine;

namespace Coterie.Host.CommandLine;

/// <summary><c>coterie help</c>: the help of the program or of a command.</summary>
internal static class HelpCommand
{
    private const string Examples = """
        Examples:
          coterie help                                            what commands there are
          coterie help simulate                                   the same as coterie simulate --help
        """;

    private const string ExitCodes = """
        Exit codes:
          0    printed
          1    there is no such command
        """;

    public static Command Create(RootCommand root)
    {
        var which = new ChoiceArgument(
            "COMMAND",
            "Which command [default: the program as a whole]",
            () => root.Subcommands.Select(command => new Choice(command.Name, command.Description)));
        var help = new Command("help", "Shows what a command does, its options and its exit codes.") { which };
        Help.Extend(help, Examples, ExitCodes);
        help.SetAction(parsed =>
        {
            string[] names = [.. root.Subcommands.Select(command => command.Name)];
            return Help.Show(parsed.GetValue(which) is { } name ? Named(root, Choice.Read("COMMAND", name, names)) : root);
        });
        return help;
    }

    private static Command Named(RootCommand root, string name) => root.Subcommands.First(command => command.Name == name);
}
