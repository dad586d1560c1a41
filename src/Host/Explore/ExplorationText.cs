using System.Globalization;
using Coterie.Host.CommandLine;
using Coterie.Host.Simulate;
using Coterie.Lab.Exploring;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;

namespace Coterie.Host.Explore;

/// <summary>What came of an exploration, for people.</summary>
internal static class ExplorationText
{
    /// <summary>What is explored: the line to begin with.</summary>
    public static string Title(ExplorationSettings settings) =>
        $"Exploring {settings.Protocol}{On(settings.Protocol)}: {Count(settings.Processes, "process", "processes")}, "
        + $"{Count(settings.Requests, "request", "requests")} each; {Network(settings)}";

    private static string On(Protocol protocol) =>
        TopologyOptions.TopologyOf(protocol) is { } topology ? $" on the topology {topology}" : "";

    /// <summary>What came of it: the lines to end with.</summary>
    public static IEnumerable<string> Lines(Exploration exploration, TimeSpan elapsed)
    {
        yield return Row("distinct states", Text($"{exploration.States}"));
        yield return Row("transitions", Text($"{exploration.Transitions}"));
        yield return Row("depth", Text($"{exploration.Depth}"));
        yield return Row("time", Text($"{elapsed.TotalSeconds:F3} s"));
        var words = exploration.Settings.Protocol.Words;
        var notation = new RequestNotation(words.Name);
        foreach (var missing in AssumptionText.Missing(exploration.Settings))
            yield return Row("not as assumed", AssumptionText.Of(exploration.Settings.Protocol, missing));
        yield return Row("verdict", notation.Introduce(Verdict(exploration)));
        if (exploration.Finding is not { } finding)
            yield break;
        for (var i = 0; i < finding.Steps.Count; i++)
            yield return Text($"{i + 1,5}  {notation.Introduce(StepSentence.Of(words, finding.Steps[i]))}");
    }

    /// <summary>What the network and the processes may do.</summary>
    private static string Network(ExplorationSettings settings)
    {
        List<string> can =
        [
            settings.Protocol switch
            {
                { Rhythm.IsNothingLate: true } => "messages arrive at once",
                _ when settings.IsInOrder => "messages arrive in the order of their sending",
                _ => "messages arrive in any order",
            },
        ];
        if (settings.Loss)
            can.Add("or not at all");
        if (settings.Duplicate)
            can.Add("or several times");
        if (settings.Withdraw)
            can.Add("and who waits may give up");
        if (settings.Crashes > 0)
        {
            var forgetful = settings.Forgetful ? ", after which nothing is known" : "";
            can.Add($"and there may be {Count(settings.Crashes, "crash", "crashes")}{forgetful}");
        }
        return string.Join(", ", can);
    }

    private static string Verdict(Exploration exploration) => exploration switch
    {
        { Finding: { Steps: [] } finding } => $"bad: {finding.Text}",
        { Finding: { } finding } => $"bad: {finding.Text} It takes {Count(finding.Steps.Count, "step", "steps")}:",
        { Ending: ExplorationEnding.TooManyStates, Settings.MostStates: var most } =>
            Text($"incomplete: nothing is wrong with the states seen, but there are more than {most} (--most-states)"),
        { Ending: ExplorationEnding.OutOfMemory } =>
            "incomplete: nothing is wrong with the states seen, but there is no memory for more",
        { Ending: ExplorationEnding.Stopped } =>
            "incomplete: nothing is wrong with the states seen, but it was stopped before it had seen all",
        { Settings.Protocol.Bug: { } bug } =>
            $"inconclusive: {VerdictText.Hidden(bug)} in any of these states; --bug list has a command that shows it",
        _ => $"good: {string.Join(", ", Promises(exploration.Settings))}, no dead end, and a way to the end from every state",
    };

    private static IEnumerable<string> Promises(ExplorationSettings settings) =>
        settings.Protocol.Promises.Where(settings.Protocol.StateRules.IsAbout).Select(property => property.Promise);

    private static string Row(string label, string value) => $"{label,-16} {value}";

    private static string Count(int count, string one, string many) => Text($"{count} {(count == 1 ? one : many)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
