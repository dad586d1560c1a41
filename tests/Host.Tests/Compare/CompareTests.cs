using System.Text.Json;

namespace Coterie.Host.Tests.Compare;

/// <summary><c>coterie algorithms</c> and <c>coterie compare</c>: what they print where, and their exit codes.</summary>
public sealed class CompareTests : IDisposable
{
    private static readonly string[] Small =
        ["compare", "--processes", "3,4", "--algorithms", "ricart-agrawala,central", "--seed", "7"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coterie-tests-");

    [Fact]
    public async Task Algorithms_has_a_paragraph_about_each()
    {
        var run = await CoterieProcess.RunAsync("algorithms");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
            [
                "central", "lamport", "ricart-agrawala (default)", "carvalho-roucairol", "maekawa", "majority", "suzuki-kasami",
                "raymond", "naimi-trehel",
            ],
            run.Output.Split('\n').Where(line => line.Length > 0 && line[0] != ' '));
        Assert.Contains(
            "  Paper: K. Raymond, A Tree-Based Algorithm for Distributed Mutual Exclusion, ACM TOCS 7(1), 1989.\n",
            run.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain(run.Output.Split('\n'), line => line.Length > 102);
    }

    [Fact]
    public async Task Compare_prints_the_same_table_each_time_for_each_size_and_load_with_theory_and_reasons()
    {
        var run = await CoterieProcess.RunAsync(Small);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
            [
                "3 processes, low load: nobody else wants in", "3 processes, high load: everybody wants in again at once",
                "4 processes, low load: nobody else wants in", "4 processes, high load: everybody wants in again at once",
            ],
            run.Output.Split('\n').Where(line => line.Contains(" load: ", StringComparison.Ordinal)));
        Assert.Contains(
            "ricart-agrawala  6.00      2(N-1) = 6  1.00   T = 1   0.909       1/(T+E) = 0.909   ",
            run.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "    messages: the coordinator's own client needs no message: 3(N-1)/N\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(run.Output, (await CoterieProcess.RunAsync(Small)).Output);
    }

    [Fact]
    public async Task The_lock_by_votes_stands_beside_the_algorithm_that_it_goes_on_from()
    {
        string[] arguments = ["compare", "--processes", "5", "--algorithms", "majority,quorum", "--load", "high"];
        var run = await CoterieProcess.RunAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("quorum     15.0", run.Output, StringComparison.Ordinal);
        Assert.Contains("tolerates the crash of one of them, and of any process", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_standard_output_is_one_object()
    {
        var run = await CoterieProcess.RunAsync([.. Small, "--json", "--load", "high"]);
        using var json = JsonDocument.Parse(run.Output);
        var measured = json.RootElement.GetProperty("measurements").EnumerateArray().ToList();
        Assert.Equal((0, 4, 7), (run.ExitCode, measured.Count, json.RootElement.GetProperty("seed").GetInt32()));
        Assert.Equal("ricart-agrawala", measured[0].GetProperty("algorithm").GetString());
        Assert.Equal(2, measured[0].GetProperty("messagesByKind").GetProperty("reply").GetDouble(), 2);
        Assert.Equal("as theory", measured[0].GetProperty("theory")[0].GetProperty("verdict").GetString());
        Assert.Equal("explained", measured[1].GetProperty("theory")[0].GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task With_csv_each_line_has_a_value_for_each_name()
    {
        var run = await CoterieProcess.RunAsync([.. Small, "--csv"]);
        var lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal((0, 9), (run.ExitCode, lines.Length));
        Assert.StartsWith("algorithm,processes,load,seed,entries,messages,", lines[0], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(c => c == ','), line.Count(c => c == ',')));
        Assert.StartsWith("ricart-agrawala,3,low,7,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_html_it_writes_a_page_that_loads_nothing_else()
    {
        var path = Path.Combine(_folder.FullName, "page.html");
        var run = await CoterieProcess.RunAsync([.. Small, "--html", path]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var page = await File.ReadAllTextAsync(path);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.Contains("\"algorithms\":[\"ricart-agrawala\",\"central\"]", page, StringComparison.Ordinal);
        Assert.Contains("<td>2(N-1) = 6</td>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--processes 1", "--processes must be whole numbers from 2 to 300, each once, separated by commas, was [1].")]
    [InlineData("--processes 5,5", "--processes must be whole numbers from 2 to 300, each once, separated by commas, was [5,5].")]
    [InlineData(
        "--processes 5,,7", "--processes must be whole numbers from 2 to 300, each once, separated by commas, was [5,,7].")]
    [InlineData("--load medium", "--load must be low or high, or both separated by a comma, was [medium].")]
    [InlineData("--seed x", "--seed must be a whole number from -9223372036854775808 to 9223372036854775807, was [x].")]
    [InlineData(
        "--algorithms central,centra",
        "--algorithms must be names, each once, separated by commas, of central, lamport, ricart-agrawala, carvalho-roucairol, "
        + "maekawa, majority, quorum, suzuki-kasami, raymond, naimi-trehel, was [central,centra]. Did you mean central?")]
    [InlineData("--json --csv", "--json and --csv must not be given together.")]
    [InlineData("--html /dev/null/page.html", "--html must be a file that can be written, was [/dev/null/page.html].")]
    public async Task Bad_arguments(string arguments, string message)
    {
        var run = await CoterieProcess.RunAsync(["compare", .. arguments.Split(' ')]);
        Assert.Equal((1, "", $"coterie: {message}\n"), (run.ExitCode, run.Output, run.Errors));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
