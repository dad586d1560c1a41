using System.Text.Json;
using Coterie.Host.Simulate;
using Coterie.Lab.Exploring;
using Coterie.Lab.Runs;

namespace Coterie.Host.Explore;

/// <summary>What came of an exploration, for scripts: one JSON object. Fields are only ever added.</summary>
internal static class ExplorationJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(Exploration exploration, TimeSpan elapsed) => JsonSerializer.Serialize(
        new
        {
            algorithm = exploration.Settings.Protocol.Name,
            bug = exploration.Settings.Protocol.Bug,
            processes = exploration.Settings.Processes,
            requests = exploration.Settings.Requests,
            loss = exploration.Settings.Loss,
            duplicate = exploration.Settings.Duplicate,
            withdraw = exploration.Settings.Withdraw,
            crashes = exploration.Settings.Crashes,
            forgetful = exploration.Settings.Forgetful,
            anyway = exploration.Settings.Anyway,
            states = exploration.States,
            transitions = exploration.Transitions,
            depth = exploration.Depth,
            seconds = elapsed.TotalSeconds,
            verdict = exploration.Ending switch
            {
                ExplorationEnding.Complete => exploration.Settings.Protocol.Bug is null ? "good" : "inconclusive",
                ExplorationEnding.Found => "bad",
                _ => "incomplete",
            },
            broken = exploration.Finding?.Property.Name,
            text = exploration.Finding?.Text,
            missingAssumptions = AssumptionText.Json(AssumptionText.Missing(exploration.Settings)),
            steps = exploration.Finding?.Steps.Select(step => StepSentence.Of(exploration.Settings.Protocol.Words, step)),
        },
        Options);
}
