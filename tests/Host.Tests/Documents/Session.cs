using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Coterie.Host.Tests.Documents;

/// <summary>Types the commands of a section, one after the other, each in a terminal of its own, all in one folder.</summary>
internal sealed partial class Session : IDisposable
{
    private const string DocumentsNetwork = "127.0.0.";

    // Addresses that no other test uses replace those of the documents, because the ports are always the same.
    private static readonly string OwnNetwork =
        string.Create(
            CultureInfo.InvariantCulture, $"127.{1 + (Environment.ProcessId / 250 % 250)}.{1 + (Environment.ProcessId % 250)}.");

    private static readonly string Scenarios = Path.Combine("docs", "scenarios");

    private readonly ProgramOnPath _program = new();
    private readonly List<CoterieProcess> _processes = [];
    private readonly StringBuilder _problems = new();

    // The commands are typed in the root of the repository, where they find the scenarios.
    public Session()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_program.Folder, Scenarios));
        foreach (var file in Directory.GetFiles(Path.Combine(Document.Folder, Scenarios)))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
    }

    /// <summary>Runs the steps; returns how they differ from the document, or nothing.</summary>
    public async Task<string> RunAsync(IEnumerable<Step> steps)
    {
        List<(Step Step, CoterieProcess Process)> goingOn = [];
        foreach (var step in steps)
        {
            var process = Start(step);
            var typed = await TypeAsync(step, process);
            if (step.GoesOn)
            {
                goingOn.Add((step, process));
                await process.ReadLineAsync(BeforeFigures().Match(step.Output?[0] ?? "").Value);
            }
            else
                await EndAsync(step, process, typed);
        }
        foreach (var (step, process) in goingOn.OrderBy(going => going.Step.NeedsSignal))
        {
            if (step.NeedsSignal)
                await process.SignalAsync("TERM");
            await EndAsync(step, process, []);
        }
        return _problems.ToString();
    }

    public void Dispose()
    {
        _processes.ForEach(process => process.Dispose());
        _program.Dispose();
    }

    private CoterieProcess Start(Step step)
    {
        var line = step.CommandLine.Replace(DocumentsNetwork, OwnNetwork, StringComparison.Ordinal);
        _processes.Add(CoterieProcess.Start(_program.Surroundings("bash", "-c"), line));
        return _processes[^1];
    }

    // What the document shows after a prompt is typed there.
    private static async Task<List<string>> TypeAsync(Step step, CoterieProcess process)
    {
        var prompts = (step.Output ?? []).Select(line => Prompt().Match(line)).Where(match => match.Success);
        List<string> typed = [.. prompts.Select(prompt => prompt.Groups["typed"].Value)];
        foreach (var line in typed)
            await process.TypeAsync(line);
        process.CloseInput();
        return typed;
    }

    private async Task EndAsync(Step step, CoterieProcess process, List<string> typed)
    {
        var end = await process.EndAsync();
        var printed = (Echo(end.Output, typed) + end.Errors).Replace(OwnNetwork, DocumentsNetwork, StringComparison.Ordinal);
        if (end.ExitCode != step.ExitCode)
            Add(
                step,
                string.Create(CultureInfo.InvariantCulture, $"must exit with {step.ExitCode}, was [{end.ExitCode}]"),
                printed);
        else if (step.Output is null && end.Errors.Length > 0)
            Add(step, "must print nothing on the standard error output", end.Errors);
        else if (step.Output is { } output && Shown.FirstDifference(output, Lines(printed), step.IsRepeatable) is { } difference)
            Add(step, $"must print [{difference}]", printed);
    }

    // A terminal shows what is typed, a pipe does not.
    private static string Echo(string output, List<string> typed)
    {
        var next = 0;
        return PromptAlone().Replace(output, match => next < typed.Count ? $"{match.Value}{typed[next++]}\n" : match.Value);
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

    private void Add(Step step, string problem, string printed) =>
        _problems.Append(CultureInfo.InvariantCulture, $"$ {step.CommandLine}\n{problem}; it printed:\n{printed}\n");

    [GeneratedRegex(@"^(?<prompt>Enter [^:]+: )(?<typed>.*)$")]
    private static partial Regex Prompt();

    [GeneratedRegex(@"Enter [^:\n]+: ")]
    private static partial Regex PromptAlone();

    [GeneratedRegex(@"^\D*")]
    private static partial Regex BeforeFigures();
}
