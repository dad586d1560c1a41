using System.CommandLine;
using Coterie.Host.CommandLine;

namespace Coterie.Host.Tests.CommandLine;

/// <summary>The help of the program and of its commands.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. CommandTree.Create().Subcommands.Select(command => command.Name)];

    [Fact]
    public async Task Without_a_command_the_help_is_shown()
    {
        var alone = await CoterieProcess.RunAsync();
        var option = await CoterieProcess.RunAsync("--help");
        var command = await CoterieProcess.RunAsync("help");
        Assert.Equal((0, ""), (alone.ExitCode, alone.Errors));
        Assert.StartsWith("Examples:\n  coterie tour ", alone.Output, StringComparison.Ordinal);
        Assert.Equal((alone, alone), (option, command));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task The_help_of_a_command_has_examples_first_then_all_options_then_the_exit_codes(string command)
    {
        var help = await CoterieProcess.RunAsync("help", command);
        Assert.Equal((0, ""), (help.ExitCode, help.Errors));
        Assert.Equal(help, await CoterieProcess.RunAsync(command, "--help"));
        Assert.StartsWith("Examples:\n  ", help.Output, StringComparison.Ordinal);
        Assert.Contains("\nExit codes:\n  0    ", help.Output, StringComparison.Ordinal);
        var options = help.Output.IndexOf("\nOptions:\n", StringComparison.Ordinal);
        Assert.InRange(options, 0, help.Output.IndexOf("\nExit codes:\n", StringComparison.Ordinal));
        foreach (var symbol in (IEnumerable<Symbol>)[.. Command(command).Options, .. Command(command).Arguments])
        {
            Assert.Contains(symbol.Name, help.Output, StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(symbol.Description), $"{symbol.Name} of {command} must have a description.");
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_is_a_command_line_without_a_mistake(string command)
    {
        var help = new StringWriter();
        CommandTree.Create().Parse([command, "--help"]).Invoke(new InvocationConfiguration { Output = help });
        var examples = CommandLines.In(help.ToString().Split("\nDescription:")[0]).ToList();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var root = CommandTree.Create();
            Usage.Check(root, root.Parse(example));
        }
    }

    private static Command Command(string name) => CommandTree.Create().Subcommands.Single(command => command.Name == name);
}
