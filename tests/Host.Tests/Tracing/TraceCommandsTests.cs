using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Coterie.Host.Tests.Tracing;

/// <summary><c>coterie check</c>, <c>why</c> and <c>trace</c> on the file of a run.</summary>
public sealed partial class TraceCommandsTests(RecordedRuns runs) : IClassFixture<RecordedRuns>
{
    [Fact]
    public async Task A_good_run_is_checked_with_its_figures()
    {
        var check = await CoterieProcess.RunAsync("check", runs.Good);
        Assert.Equal((0, ""), (check.ExitCode, check.Errors));
        Assert.Contains("messages per entry   4.00 (theory: 2(N-1) = 4)", check.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "verdict              OK: every property holds, and the record fits together\n",
            check.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_bad_run_the_first_violation_and_what_led_to_it_are_shown()
    {
        var check = await CoterieProcess.RunAsync("check", runs.Bad);
        Assert.Equal((2, ""), (check.ExitCode, check.Errors));
        var lines = check.Output.Split('\n');
        Assert.Matches("^verdict              Exclusion violated in line [0-9]+, at [0-9.]+ ms$", lines[0]);
        Assert.Matches("^  Process [0-9] entered while Process [0-9] was inside.$", lines[1]);
        Assert.Equal("What led to it:", lines[2]);
        Assert.Matches("^  line [0-9]+ +[0-9.]+ ms  Process [0-9] asks with ", lines[3]);
        Assert.Matches("^[0-9]+ events were judged.$", lines[^2]);
    }

    [Fact]
    public async Task For_scripts_the_verdict_is_an_object()
    {
        var good = await CoterieProcess.RunAsync("check", runs.Good, "--json");
        var bad = await CoterieProcess.RunAsync("check", runs.Bad, "--json");
        using var fine = JsonDocument.Parse(good.Output);
        using var wrong = JsonDocument.Parse(bad.Output);
        Assert.Equal(
            (0, "good", JsonValueKind.Null),
            (
                good.ExitCode,
                fine.RootElement.GetProperty("verdict").GetString(),
                fine.RootElement.GetProperty("violation").ValueKind));
        Assert.Equal(
            (2, "bad", "Exclusion"),
            (
                bad.ExitCode,
                wrong.RootElement.GetProperty("verdict").GetString(),
                wrong.RootElement.GetProperty("violation").GetProperty("rule").GetString()));
    }

    [Fact]
    public async Task A_trace_can_come_from_the_standard_input()
    {
        using var check = CoterieProcess.Start("check", "-", "--json");
        foreach (var line in await File.ReadAllLinesAsync(runs.Good))
            await check.TypeAsync(line);
        check.CloseInput();
        Assert.Equal(0, (await check.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task The_error_about_a_damaged_file_names_the_file_and_the_line()
    {
        var lines = await File.ReadAllLinesAsync(runs.Good);
        lines[3] = lines[3].Replace("\"p\":", "\"p\":9", StringComparison.Ordinal);
        using var damaged = new TemporaryFile(string.Join('\n', lines));
        foreach (var command in new[] { "check", "trace" })
        {
            var run = await CoterieProcess.RunAsync(command, damaged.Path);
            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            Assert.Matches(
                $"^coterie: {Regex.Escape(damaged.Path)}, line 4: \"p\" must be a whole number from 1 to 3, was \\[9[123]\\].\n$",
                run.Errors);
        }
    }

    [Fact]
    public async Task A_wait_is_explained_by_parts_that_add_up()
    {
        var why = await CoterieProcess.RunAsync("why", runs.Good, "--entry", "3");
        Assert.Equal((0, ""), (why.ExitCode, why.Errors));
        Assert.StartsWith("Entry 3: Process ", why.Output, StringComparison.Ordinal);
        var figures = Figure().Matches(why.Output)
            .Select(match => decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.True(figures.Count > 2);
        Assert.Equal(figures[^1], figures[..^1].Sum());
    }

    [Theory]
    [InlineData("why FILE --entry 999", "--entry must be a whole number from 1 to 9, the entries of this run, was [999].")]
    [InlineData("why FILE", "--entry must be the number of an entry, from 1, was [].")]
    [InlineData("check", "FILE must be a file that --trace wrote, or - for the standard input, was [].")]
    [InlineData("check /no/such/file", "/no/such/file: The file must be readable, was [absent].")]
    [InlineData("trace FILE --as png", "--as must be text or svg or html or shiviz or perfetto or mermaid, was [png].")]
    [InlineData("trace FILE --from soon", "--from must be a time such as 250ms, 1.5s, 2m or 0, was [soon].")]
    [InlineData("trace FILE --from 2s..3s", "--from must be a time such as 250ms, 1.5s, 2m or 0, was [2s..3s].")]
    [InlineData("trace FILE --from 50ms --to 20ms", "--to must be later than from (50 ms), was [20 ms].")]
    [InlineData("trace FILE --processes 3..1", "--processes must be processes such as 1,2,5..9, was [3..1].")]
    [InlineData("trace FILE --processes 1,9", "--processes must be from 1 to 3, was [9].")]
    [InlineData("trace FILE --out FILE", "--out must be another file than the trace, was [FILE].")]
    [InlineData("trace FILE --out /no/such/folder/x", "--out must be a file that can be written, was [/no/such/folder/x]: ")]
    public async Task Bad_arguments(string arguments, string message)
    {
        var run = await CoterieProcess.RunAsync(arguments.Replace("FILE", runs.Good, StringComparison.Ordinal).Split(' '));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(
            $"coterie: {message}".Replace("[FILE]", $"[{runs.Good}]", StringComparison.Ordinal),
            run.Errors,
            StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("text", "ricart-agrawala")]
    [InlineData("svg", "<svg")]
    [InlineData("html", "<!doctype html>")]
    [InlineData("shiviz", "(?<event>")]
    [InlineData("perfetto", "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[")]
    [InlineData("mermaid", "sequenceDiagram\n")]
    public async Task Every_form_goes_into_a_file(string form, string beginning)
    {
        using var file = new TemporaryFile("what was there before, longer than nothing");
        var run = await CoterieProcess.RunAsync(
            "trace", runs.Good, "--as", form, "--to", "100ms", "--processes", "1,2", "--out", file.Path);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(beginning, await File.ReadAllTextAsync(file.Path), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_a_form_and_a_file_a_run_is_shown_as_text()
    {
        var run = await CoterieProcess.RunAsync("trace", runs.Good);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(". outside  - waiting  # inside", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "\n! Exclusion violated at ")]
    [InlineData("svg", ">Exclusion violated at ")]
    [InlineData("html", "<p>Exclusion violated at ")]
    public async Task Of_a_bad_run_every_picture_says_what_the_judge_says(string form, string beginning)
    {
        var check = await CoterieProcess.RunAsync("check", runs.Bad);
        var picture = await CoterieProcess.RunAsync("trace", runs.Bad, "--as", form);
        Assert.Equal((0, ""), (picture.ExitCode, picture.Errors));
        Assert.Contains(beginning, picture.Output, StringComparison.Ordinal);
        Assert.Contains(check.Output.Split('\n')[1].Trim(), picture.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_takes_part_in_a_violation_is_explained_by_it_first()
    {
        var check = await CoterieProcess.RunAsync("check", runs.Bad);
        var violation = check.Output.Split('\n')[1].Trim();
        var outputs = new List<string>();
        for (var entry = 1; entry <= 9; entry++)
            outputs.Add((await CoterieProcess.RunAsync("why", runs.Bad, "--entry", $"{entry}")).Output);
        var beginning = $@"^! Entry \d+ takes part in a violation of Exclusion at [0-9.]+ ms: {Regex.Escape(violation)}\n";
        var involved = outputs.Count(output => Regex.IsMatch(output, beginning));
        Assert.True(involved >= 2, "The entry that came and the entry that was inside take part.");
    }

    [Fact]
    public async Task A_file_is_not_changed_if_there_is_nothing_to_write()
    {
        using var file = new TemporaryFile("mine");
        var run = await CoterieProcess.RunAsync("trace", runs.Good, "--processes", "9", "--out", file.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(file.Path));
    }

    [GeneratedRegex(@"^ +([0-9.]+) ms", RegexOptions.Multiline)]
    private static partial Regex Figure();
}
