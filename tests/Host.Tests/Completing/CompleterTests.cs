using Coterie.Host.Completing;

namespace Coterie.Host.Tests.Completing;

/// <summary>What can come next on a command line.</summary>
public sealed class CompleterTests
{
    [Theory]
    [InlineData("si", "simulate")]
    [InlineData("--v", "--version")]
    [InlineData("nonsense --", "")]
    [InlineData("help wr", "write")]
    [InlineData("completion ", "bash zsh fish")]
    [InlineData("simulate ", "")]
    [InlineData("simulate 3 1 --alg", "--algorithm")]
    [InlineData(
        "simulate 3 1 --algorithm ",
        "central lamport ricart-agrawala carvalho-roucairol maekawa majority suzuki-kasami raymond naimi-trehel")]
    [InlineData("simulate 3 1 --algorithm MA", "maekawa majority")]
    [InlineData("simulate 3 1 --algorithm=ma", "--algorithm=maekawa --algorithm=majority")]
    [InlineData("simulate 3 1 --algorithm = ma", "maekawa majority")]
    [InlineData("simulate 3 1 --algorithm raymond --bug ", "pointer-not-turned asked-not-cleared list")]
    [InlineData("simulate 3 1 --seed ", "")]
    [InlineData("simulate 3 1 --se", "--seed")]
    [InlineData("simulate 3 1 --seed 7 --se", "")]
    [InlineData("simulate 3 1 --virtual --crash 1@1s --cr", "--crash")]
    [InlineData("simulate 3 1 -q --qui", "")]
    [InlineData("simulate --thi", "--think")]
    [InlineData("simulate -- --thi", "")]
    [InlineData("compare --load low,", "low,high")]
    [InlineData("compare --algorithms raymond,central,r", "raymond,central,ricart-agrawala")]
    [InlineData("trace run.jsonl --as s", "svg shiviz")]
    [InlineData("check run.jsonl ", "--json --help")]
    public void Words(string line, string words) =>
        Assert.Equal(words, string.Join(' ', Complete(line).Choices.Select(choice => choice.Name)));

    [Theory]
    [InlineData("check ", true)]
    [InlineData("why ru", true)]
    [InlineData("simulate 3 1 --trace ", true)]
    [InlineData("serve --config ./", true)]
    [InlineData("compare --html x", true)]
    [InlineData("check run.jsonl ", false)]
    [InlineData("read ", false)]
    public void Files(string line, bool takesFile) => Assert.Equal(takesFile, Complete(line).TakesFile);

    [Fact]
    public void Every_command_and_every_option_has_a_meaning_to_show()
    {
        var root = CommandTree.Create();
        foreach (var command in root.Subcommands)
        {
            var options = new Completer(root).Complete([command.Name, "--"]).Choices;
            Assert.NotEmpty(options);
            Assert.All(
                options,
                option => Assert.False(
                    string.IsNullOrEmpty(option.Meaning), $"{command.Name} {option.Name} must have a description."));
        }
    }

    [Theory]
    [InlineData("[suggest:11]", "coterie sim", "simulate\n")]
    [InlineData("[suggest:3]", "sim", "simulate\n")]
    [InlineData("[suggest]", "sim", "simulate\n")]
    [InlineData("[suggest:10]", "coterie he simulate", "help\n")]
    [InlineData("[suggest:99]", "coterie explore --bug no-t", "no-tie-break\n")]
    public async Task Suggest_answers_with_nothing_but_words(string directive, string line, string output)
    {
        var run = await CoterieProcess.RunAsync(directive, line);
        Assert.Equal((0, output, ""), (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public async Task Suggest_lists_files_if_one_is_expected()
    {
        using var program = new ProgramOnPath();
        Directory.CreateDirectory(Path.Combine(program.Folder, "run one"));
        File.WriteAllText(Path.Combine(program.Folder, "run one", "a.jsonl"), "");
        File.WriteAllText(Path.Combine(program.Folder, "other"), "");
        var surroundings = Surroundings.Here with { Folder = program.Folder };
        Assert.Equal("run one/\n", (await CoterieProcess.RunAsync(surroundings, "[suggest]", "coterie check ru")).Output);
        Assert.Equal(
            "run one/a.jsonl\n", (await CoterieProcess.RunAsync(surroundings, "[suggest]", "coterie check 'run one/")).Output);
        Assert.Equal("", (await CoterieProcess.RunAsync(surroundings, "[suggest]", "coterie check absent/")).Output);
    }

    private static Completion Complete(string line) => new Completer(CommandTree.Create()).Complete(ShellWords.Split(line));
}
