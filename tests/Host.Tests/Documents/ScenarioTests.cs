using System.Globalization;
using System.Text.RegularExpressions;
using Coterie.Lab.Runs;
using Coterie.Lab.Scenarios;
using Coterie.Lab.Virtual;
using Coterie.Protocols.Kernel;
using KernelStep = Coterie.Protocols.Kernel.Step;

namespace Coterie.Host.Tests.Documents;

/// <summary>The answers of docs/scenarios/README.md are those of the runs.</summary>
public sealed partial class ScenarioTests
{
    private static readonly string Folder = Path.Combine(Document.Folder, "docs", "scenarios");

    private static string Text => Document.Named(Path.Combine("docs", "scenarios", "README.md")).Text;

    private static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.conf").Select(path => Path.GetFileName(path)).Order();

    public static TheoryData<string> Files => [.. Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_scenario_has_the_entries_and_messages_of_its_answer(string file)
    {
        var entries = new Entries();
        var scenario = Scenario.Load(Path.Combine(Folder, file), TimeSpan.FromSeconds(10));
        var summary = VirtualSimulation.Run(scenario.Settings with { ChecksInvariants = true }, [entries]);
        entries.Words = scenario.Settings.Simulation.Protocol.Words;
        var answer = Assert.Single(Text.Split("\n## "), section => section.Contains($"\n\n[`{file}`]", StringComparison.Ordinal));
        Assert.Equal(Rows(answer), entries.Rows);
        if (MessagesLine().Match(answer) is { Success: true } line)
        {
            var kinds = summary.Messages.ByKind.Select(kind => $"{kind.Name} {kind.Count}");
            Assert.Equal(line.Groups["kinds"].Value, string.Join(", ", kinds));
        }
        Assert.Equal(0, summary.ViolationCount);
    }

    [Fact]
    public void Every_scenario_is_in_the_table()
    {
        Assert.True(Names.Count() >= 10, "There must be ten scenarios and more.");
        foreach (var file in Names)
            Assert.Contains($"| [`{file}`]({file}) |", Text, StringComparison.Ordinal);
    }

    private static List<string> Rows(string answer) => [.. EntryRow().Matches(answer).Select(row => row.Value)];

    [GeneratedRegex(@"^\| [\d.]+ s \| \w+ \d+ \| \d+\.\d+ \|$", RegexOptions.Multiline)]
    private static partial Regex EntryRow();

    [GeneratedRegex(@"^Messages: (?<kinds>[a-z]+ \d+(, [a-z]+ \d+)*)\.", RegexOptions.Multiline)]
    private static partial Regex MessagesLine();

    private sealed class Entries : IRunListener
    {
        private readonly List<(TimeSpan At, ProcessId Process, Timestamp Request)> _entries = [];

        public Words? Words { get; set; }

        public List<string> Rows =>
        [
            .. _entries.Select(entry => string.Create(
                CultureInfo.InvariantCulture,
                $"| {entry.At.TotalSeconds} s | {Words!.Name(entry.Process)} | {entry.Request} |")),
        ];

        public void On(TimeSpan at, in KernelStep step)
        {
            foreach (ref readonly var effect in step.Effects)
            {
                if (effect.Output is { Deed: Deed.Entered, Request: { } request })
                    _entries.Add((at, step.Process, request));
            }
        }

        public void On(TimeSpan at, Fault fault)
        {
        }
    }
}
