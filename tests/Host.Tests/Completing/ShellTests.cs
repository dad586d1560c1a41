namespace Coterie.Host.Tests.Completing;

/// <summary><c>coterie completion</c>: the scripts work in the shells that they are for.</summary>
public sealed class ShellTests : IDisposable
{
    // Prints what the shell gives to the program: each word in angle brackets, which no test types.
    private readonly ProgramOnPath _program = new("""
        case $1 in
          completion | '[complete]') real "$@" ;;
          *) printf '<%s>' "$@"; echo ;;
        esac
        """);

    [ShellFact("bash", "script")]
    public async Task Bash_completes_commands_options_names_and_files()
    {
        var output = await TypeAsync("bash --norc --noprofile -i", "source <(coterie completion bash)");
        AssertCompleted(output);
    }

    [ShellFact("zsh", "script")]
    public async Task Zsh_completes_commands_options_names_and_files()
    {
        var output = await TypeAsync("zsh -f -i", "autoload -Uz compinit && compinit -u -D; source <(coterie completion zsh)");
        AssertCompleted(output);
    }

    [ShellFact("fish")]
    public async Task Fish_completes_commands_options_names_and_files()
    {
        File.WriteAllText(Path.Combine(_program.Folder, "my run.jsonl"), "");
        string[] lines =
        [
            "coterie simu", "coterie simulate 3 1 --alg", "coterie simulate 3 1 --algorithm lam",
            "coterie compare --algorithms raymond,nai", "coterie trace --as=sv", "coterie check my",
        ];
        var run = await CoterieProcess.RunAsync(
            _program.Surroundings("fish", "--no-config", "-c"),
            "coterie completion fish | source; " + string.Join("; ", lines.Select(line => $"complete -C '{line}'")));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
            ["simulate", "--algorithm", "lamport", "raymond,naimi-trehel", "--as=svg", "my run.jsonl"],
            run.Output.TrimEnd().Split('\n').Select(line => line.Split('\t')[0].Replace("\\", "", StringComparison.Ordinal)));
    }

    public void Dispose() => _program.Dispose();

    // In a terminal, because a shell completes only what is typed at one.
    private async Task<string> TypeAsync(string shell, string source)
    {
        File.WriteAllText(Path.Combine(_program.Folder, "my run.jsonl"), "");
        using var terminal = CoterieProcess.Start(_program.Surroundings("script", "-qec"), shell, "/dev/null");
        foreach (var line in new[]
        {
            source,
            "coterie simu\t3 1 --alg\tlam\t--bug channels\t",
            "coterie compare --algorithms raymond,nai\t",
            "coterie trace --as=sv\t",
            "coterie check my\t",
            "exit",
        })
            await terminal.TypeAsync(line);
        return (await terminal.EndAsync()).Output;
    }

    private static void AssertCompleted(string output)
    {
        foreach (var words in new[]
        {
            "<simulate><3><1><--algorithm><lamport><--bug><channels-unordered>",
            "<compare><--algorithms><raymond,naimi-trehel>",
            "<trace><--as=svg>",
            "<check><my run.jsonl>",
        })
            Assert.Contains(words, output, StringComparison.Ordinal);
    }
}
