using System.CommandLine;
using System.Text.RegularExpressions;
using Coterie.Host.CommandLine;
using Coterie.Host.Tests.CommandLine;

namespace Coterie.Host.Tests.Documents;

/// <summary>README.md and docs/ show what the program prints, and every command and option that they name exists.</summary>
public sealed partial class DocumentTests
{
    /// <summary>The sections with commands.</summary>
    public static TheoryData<string, string> Sections
    {
        get
        {
            var sections = new TheoryData<string, string>();
            var withCommands = from document in Document.All
                               from block in document.Blocks
                               where Step.Of(block).Any()
                               select (document.Name, block.Section);
            foreach (var (document, section) in withCommands.Distinct())
                sections.Add(document, section);
            return sections;
        }
    }

    [LinuxTheory]
    [MemberData(nameof(Sections))]
    public async Task The_commands_of_a_section_print_what_it_shows(string document, string section)
    {
        using var session = new Session();
        var steps = Document.Named(document).Blocks.Where(block => block.Section == section).SelectMany(Step.Of);
        var problems = await session.RunAsync(steps);
        Assert.True(problems.Length == 0, problems);
    }

    [Fact]
    public void Every_command_line_in_the_text_is_one_without_a_mistake()
    {
        foreach (var document in Document.All)
        {
            // In a table, a backslash comes before each |.
            var spans = Spans().Matches(document.Text)
                .Select(span => span.Groups[1].Value.Replace(@"\|", "|", StringComparison.Ordinal));
            foreach (var arguments in spans.SelectMany(CommandLines.In).Where(IsComplete))
            {
                var root = CommandTree.Create();
                var problem = Record.Exception(() => Usage.Check(root, root.Parse(arguments)));
                Assert.True(problem is null, $"{document.Name}: coterie {string.Join(' ', arguments)}: {problem?.Message}");
            }
        }
    }

    [Fact]
    public void Every_option_that_the_documents_name_is_there()
    {
        // Options of dotnet.
        string[] others = ["--project", "--verify-no-changes", "--global", "--add-source"];
        var known = OptionsOf(CommandTree.Create()).Concat(others).ToHashSet();
        foreach (var document in Document.All)
        {
            foreach (var name in OptionNames().Matches(document.Text).Select(match => match.Value))
                Assert.True(known.Contains(name), $"{document.Name} names {name}, which is no option.");
        }
    }

    [Fact]
    public void The_page_of_the_command_line_names_every_command_and_every_option()
    {
        var text = Document.Named("docs/command-line.md").Text;
        var root = CommandTree.Create();
        foreach (var name in OptionsOf(root).Concat(root.Subcommands.Select(command => command.Name)))
            Assert.True(Regex.IsMatch(text, $@"(?<![\w-]){name}(?![\w-])"), $"docs/command-line.md must name {name}.");
    }

    [Fact]
    public void The_lines_of_the_README_have_at_most_120_characters() =>
        Assert.Empty(Document.Named("README.md").LinesLongerThan(120));

    // The name of a command alone is no complete command line, nor is a pattern such as `coterie COMMAND --help`.
    private static bool IsComplete(string[] arguments) =>
        arguments.Length > 1
        && arguments[0] != "COMMAND"
        && !arguments.Any(argument => argument.Contains('…', StringComparison.Ordinal));

    private static IEnumerable<string> OptionsOf(RootCommand root) =>
        root.Subcommands.Append<Command>(root).SelectMany(command => command.Options).Select(option => option.Name).Distinct();

    [GeneratedRegex("(?<!`)`([^`\n]+)`(?!`)")]
    private static partial Regex Spans();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]+")]
    private static partial Regex OptionNames();
}

/// <summary>A test at several addresses of this machine; if it has only 127.0.0.1, the test is skipped and says so.</summary>
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() =>
        Skip = OperatingSystem.IsLinux() ? null : "needs bash, and every address that begins with 127";
}
