namespace Coterie.Host.Tests;

/// <summary>Bad input: exit code 1, one line on standard error that says which argument, the rule and the value given.</summary>
public sealed class UsageTests : IDisposable
{
    private const string CommandRule =
        "COMMAND must be simulate or join or explore or hunt or algorithms or compare or check or why or trace or serve or "
        + "client or read or write or increment or cas or delete or watch or variables or lock or locks or data or "
        + "certificates or tour or help or completion";
    private const string AlgorithmRule =
        "central or lamport or ricart-agrawala or carvalho-roucairol or maekawa or majority or suzuki-kasami or raymond or "
        + "naimi-trehel";
    private const string HostRule = "must be HOST or HOST:PORT, such as 10.0.0.1:4053 or [::1]:4053, the port from 0 to 65535";
    private const string RangeRule =
        "must be a duration such as 250ms, 1.5s, 2m or 0, or a range of two, shorter..longer, up to 1h";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");

    [Theory]
    [InlineData("simulate 0 10", "PROCESSES must be a whole number from 1 to 2000 (to 10000 with --virtual), was [0].")]
    [InlineData("simulate x 10", "PROCESSES must be a whole number from 1 to 2000 (to 10000 with --virtual), was [x].")]
    [InlineData("simulate 2001 10", "PROCESSES must be a whole number from 1 to 2000 (to 10000 with --virtual), was [2001].")]
    [InlineData(
        "simulate 99999999999 10",
        "PROCESSES must be a whole number from 1 to 2000 (to 10000 with --virtual), was [99999999999].")]
    [InlineData("simulate", "PROCESSES must be a whole number from 1 to 2000 (to 10000 with --virtual), was [].")]
    [InlineData("simulate 15 -1", "SECONDS must be a number from 0.001 to 86400 (a day), was [-1].")]
    [InlineData("simulate 15 0", "SECONDS must be a number from 0.001 to 86400 (a day), was [0].")]
    [InlineData("simulate 15 ten", "SECONDS must be a number from 0.001 to 86400 (a day), was [ten].")]
    [InlineData("simulate 15", "SECONDS must be a number from 0.001 to 86400 (a day), was [].")]
    [InlineData("simulate 15 10 --think 3s..1s", $"--think {RangeRule}, was [3s..1s].")]
    [InlineData("simulate 15 10 --hold 2", $"--hold {RangeRule}; a number needs its unit, such as 2s, was [2].")]
    [InlineData(
        "simulate 15 10 --seed x", "--seed must be a whole number from -9223372036854775808 to 9223372036854775807, was [x].")]
    [InlineData("simulate 15 10 --think", "--think must be given a value.")]
    [InlineData("simulate 15 10 --bogus", "--bogus is not an option of simulate. See coterie simulate --help.")]
    [InlineData("simulate --bogus 15 10", "--bogus is not an option of simulate. See coterie simulate --help.")]
    [InlineData("simulate 15 10 --sede 7", "--sede is not an option of simulate. Did you mean --seed?")]
    [InlineData("simulate 15 10 --sede=7", "--sede=7 is not an option of simulate. Did you mean --seed?")]
    [InlineData("simulate 15 10 20", "simulate takes PROCESSES and SECONDS, and was given [20] too.")]
    [InlineData("simulat 15 10", $"{CommandRule}, was [simulat]. Did you mean simulate?")]
    [InlineData("frobnicate", $"{CommandRule}, was [frobnicate].")]
    [InlineData("help simulat", $"{CommandRule}, was [simulat]. Did you mean simulate?")]
    [InlineData("--hlep", "--hlep is not an option of coterie. Did you mean --help?")]
    [InlineData("--bogus", "--bogus is not an option of coterie. See coterie help.")]
    [InlineData("completion", "SHELL must be bash or zsh or fish, was [].")]
    [InlineData("completion zhs", "SHELL must be bash or zsh or fish, was [zhs]. Did you mean zsh?")]
    [InlineData("simulate 3 1 --algorithm rayomnd", $"--algorithm must be {AlgorithmRule}, was [rayomnd]. Did you mean raymond?")]
    [InlineData(
        "simulate 3 1 --algorithm lamport --bug channels",
        "--bug must be a bug of lamport: earlier-message-counted or channels-unordered or list, was [channels]. Did you mean "
        + "channels-unordered?")]
    [InlineData(
        "explore --algorithm lamport --bug No-Tie-Break",
        "--bug must be a bug of lamport: earlier-message-counted or channels-unordered or list, was [No-Tie-Break], which is a "
        + "bug of ricart-agrawala.")]
    [InlineData(
        "compare --load hihg", "--load must be low or high, or both separated by a comma, was [hihg]. Did you mean high?")]
    [InlineData("simulate 15 10 --seed 1 --seed 2", "--seed must be given once, was [1 2].")]
    [InlineData("simulate 15 10 --listen 127.0.0.2", "--listen must be given together with --nodes.")]
    [InlineData(
        "simulate 15 10 --nodes 1", "--nodes must be a whole number from 2 to 15 (no more than there are processes), was [1].")]
    [InlineData(
        "simulate 2 10 --nodes 3", "--nodes must be a whole number from 2 to 2 (no more than there are processes), was [3].")]
    [InlineData("simulate 2 10 --nodes 2 --listen 127.0.0.2:x", $"--listen {HostRule}, was [127.0.0.2:x].")]
    [InlineData(
        "simulate 2 10 --nodes 2 --listen 192.0.2.1",
        "The address to listen on must be one of this machine's, with a free port, was [192.0.2.1:4053]")]
    [InlineData("simulate 2 10 --nodes 2 --listen 127.1", $"--listen {HostRule}, was [127.1].")]
    [InlineData("join 0x7f.1 --listen 127.0.0.2", $"HOST[:PORT] {HostRule}, was [0x7f.1].")]
    [InlineData("join", $"HOST[:PORT] {HostRule}, was [].")]
    [InlineData("join a/b", $"HOST[:PORT] {HostRule}, was [a/b].")]
    [InlineData(
        "simulate 15 10 --resend 5",
        "--resend must be a duration above 0, such as 250ms or 10s, up to 1h; a number needs its unit, such as 5s, was [5].")]
    [InlineData(
        "simulate 15 10 --virtual --latency exp:5",
        "--latency must be a duration such as 1ms, a range such as 500us..2ms, or exp:MEAN such as exp:1ms, up to 1h; a number "
        + "needs its unit, such as 5s, was [exp:5].")]
    [InlineData(
        "simulate 15 10 --virtual --pause 3@2..3s",
        "--pause must be PROCESS@FROM..UNTIL, such as 3@2s..3s; a number needs its unit, such as 2s, was [3@2..3s].")]
    [InlineData(
        "simulate 15 10 --virtual --crash 3@5",
        "--crash must be PROCESS@TIME, such as 3@5s; a number needs its unit, such as 5s, was [3@5].")]
    [InlineData(
        "join 127.0.0.2 --timeout 10",
        "--timeout must be a duration above 0, such as 250ms or 10s, up to 1h; a number needs its unit, such as 10s, was [10].")]
    [InlineData("join 127.0.0.2 --timeout 0", "--timeout must be a duration above 0, such as 250ms or 10s, up to 1h, was [0].")]
    public async Task Bad_arguments(string arguments, string message) =>
        await ExpectAsync(message, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("simulate 3 5 --virtual --quiet --algorithm LAMPORT", 0)]
    [InlineData("explore --processes 2 --algorithm Ricart-Agrawala --bug No-Tie-Break", 2)]
    [InlineData("compare --processes 5 --load LOW --algorithms Raymond,CENTRAL", 0)]
    [InlineData("hunt --bug LIST", 0)]
    [InlineData("help SIMULATE", 0)]
    [InlineData("completion Bash", 0)]
    public async Task Names_may_be_written_in_small_or_capital_letters(string arguments, int code)
    {
        var run = await CoterieProcess.RunAsync(arguments.Split(' '));
        Assert.Equal((code, ""), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task A_configuration_file_that_is_absent()
    {
        var path = Path.Combine(_folder.FullName, "absent.conf");
        await ExpectAsync($"{path}: The file must be readable, was [absent].", "simulate", "2", "1", "--config", path);
    }

    [Fact]
    public async Task A_configuration_file_that_does_not_parse_is_named_with_the_line() =>
        await ExpectAsync(
            $"{File("coterie {\n  simulate {\n    think = ]\n")}, line 3, column ", "simulate", "2", "1", "--config", Last());

    [Fact]
    public async Task An_unknown_key_under_coterie() =>
        await ExpectAsync(
            $"{File("coterie.simulate.thinks = 1s")}, line 1, column 1: coterie.simulate.thinks is not a setting (did you mean "
            + "coterie.simulate.think?).",
            "simulate",
            "2",
            "1",
            "--config",
            Last());

    [Fact]
    public async Task A_bad_value_in_a_configuration_file() =>
        await ExpectAsync(
            $"{Last()}, line 1, column 1: coterie.simulate.hold {RangeRule}, was [soon].", "simulate", "2", "1", "--config",
            File("coterie.simulate.hold = soon"));

    [Fact]
    public async Task A_configuration_file_is_checked_even_if_an_option_overrides_it() =>
        await ExpectAsync(
            $"{Last()}, line 1, column 1: coterie.simulate.hold {RangeRule}, was [soon].", "simulate", "2", "1", "--hold", "1s",
            "--config", File("coterie.simulate.hold = soon"));

    [Fact]
    public async Task A_bad_value_in_the_environment()
    {
        var run = await CoterieProcess.RunAsync([("COTERIE_SIMULATE_THINK", "never")], "simulate", "2", "1");
        Assert.Equal(
            (1, $"coterie: coterie.simulate.think (COTERIE_SIMULATE_THINK) {RangeRule}, was [never].\n"),
            (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task A_misspelt_variable_of_the_environment()
    {
        var run = await CoterieProcess.RunAsync([("COTERIE_SIMULATE_THIN", "1s")], "simulate", "2", "1");
        const string Message =
            "coterie: COTERIE_SIMULATE_THIN is not an environment variable of coterie (did you mean COTERIE_SIMULATE_THINK?).\n";
        Assert.Equal((1, Message), (run.ExitCode, run.Errors));
    }

    [Theory]
    [InlineData("akka.loglevel = LOUD", "Unknown LogLevel")]
    [InlineData("akka.actor.default-dispatcher.throughput = many", "The input string 'many' was not in a correct format")]
    [InlineData("akka.actor.provider = nobody", "'akka.actor.provider' is not a valid type name : 'nobody'")]
    public async Task A_value_that_the_actor_system_cannot_start_with(string setting, string reason) => await ExpectAsync(
        $"The keys under akka must be such that the actor system can start, was [{reason}",
            "simulate", "2", "1", "--config", File(setting));

    [Theory]
    [InlineData("coterie.conf")]
    [InlineData("three-hosts/host-1.conf")]
    [InlineData("three-hosts/host-2.conf")]
    [InlineData("three-hosts/host-3.conf")]
    public async Task The_configuration_files_that_come_with_it_have_no_mistakes(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "config", file);
        var run = await CoterieProcess.RunAsync(
            "simulate", "1", "1", "--think", "0", "--hold", "1ms", "--quiet", "--config", path);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task Later_configuration_files_override_earlier_ones_and_the_environment_overrides_all()
    {
        var first = Path.Combine(_folder.FullName, "first.conf");
        await System.IO.File.WriteAllTextAsync(first, "coterie.simulate { think = 1ms, hold = 1ms, seed = 1 }");
        var second = File("coterie.simulate { hold = 8 milliseconds, seed = 2 }");
        var run = await CoterieProcess.RunAsync(
            [("COTERIE_SIMULATE_SEED", "9")], "simulate", "2", "0.1", "--quiet", "--config", first, "--config", second);
        Assert.Contains("(think 1ms, hold 8ms, seed 9)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_file_is_used()
    {
        var run = await CoterieProcess.RunAsync(
            "simulate", "2", "0.1", "--quiet", "--config", File("coterie.simulate { think = 7ms, hold = 8ms, seed = 9 }"));
        Assert.Contains("(think 7ms, hold 8ms, seed 9)", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task ExpectAsync(string message, params string[] arguments)
    {
        var run = await CoterieProcess.RunAsync(arguments);
        Assert.Equal("", run.Output);
        Assert.StartsWith($"coterie: {message}", run.Errors, StringComparison.Ordinal);
        Assert.Equal(1, run.Errors.Count(c => c == '\n'));
        Assert.Equal(1, run.ExitCode);
    }

    private string File(string text)
    {
        System.IO.File.WriteAllText(Last(), text);
        return Last();
    }

    private string Last() => Path.Combine(_folder.FullName, "user.conf");
}
