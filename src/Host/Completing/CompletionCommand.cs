using System.CommandLine;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Completing;

/// <summary><c>coterie completion</c>: a script that lets a shell complete the command line of <c>coterie</c>.</summary>
internal static class CompletionCommand
{
    private const string Examples = """
        Examples:
          source <(coterie completion bash)                       in ~/.bashrc
          source <(coterie completion zsh)                        in ~/.zshrc
          coterie completion fish | source                        in ~/.config/fish/config.fish

        From then on the Tab key completes commands, options, and the names of algorithms, bugs and files.
        The shell must find the program under the name coterie.
        """;

    private const string ExitCodes = """
        Exit codes:
          0    printed
          1    there is no script for that shell
        """;

    private static readonly string[] Shells = ["bash", "zsh", "fish"];
    private static readonly ChoiceArgument Shell =
        new("SHELL", $"Which shell: {string.Join(" or ", Shells)}", () => Shells.Select(name => new Choice(name)));

    public static Command Create()
    {
        const string description = "Prints a script that lets a shell complete what is typed after coterie.";
        var command = new Command("completion", description) { Shell };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(Print);
        return command;
    }

    private static int Print(ParseResult parsed)
    {
        var shell = Choice.Read(Shell.Name, parsed.GetValue(Shell) ?? "", Shells);
        var resource = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"Coterie.Host.Completing.coterie.{shell}");
        using var script = new StreamReader(resource!);
        Console.Out.Write(script.ReadToEnd());
        return (int)ExitCode.Good;
    }
}
