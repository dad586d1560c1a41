using System.Text.Json;
using Coterie.Host.Tracing;
using Coterie.Lab.Hunting;
using Coterie.Lab.Runs;

namespace Coterie.Host.Explore;

/// <summary>What came of a hunt, for scripts: one JSON object. Fields are only ever added.</summary>
internal static class QuarryJson
{
    /// <summary>A run that goes wrong, made as small as it could be.</summary>
    public static string Of(Quarry quarry)
    {
        var (simulation, story) = (quarry.Settings.Simulation, quarry.Story);
        return JsonSerializer.Serialize(
            new
            {
                verdict = "bad",
                algorithm = simulation.Protocol.Name,
                bug = simulation.Protocol.Bug,
                foundUnderSeed = quarry.Seed,
                processes = simulation.Processes,
                requestsPerProcess = quarry.Settings.Requests,
                seed = simulation.Seed,
                command = QuarryText.CommandLine(quarry),
                broken = story.Violation.Property.ToString(),
                text = story.Violation.Text,
                leftOut = story.LeftOut,
                isWhole = story.IsWhole,
                steps = story.Happenings.Select(happening => new
                {
                    atSeconds = happening.At.TotalSeconds,
                    text = StepSentence.Of(simulation.Protocol.Words, happening),
                }),
            },
            CheckJson.Options);
    }

    /// <summary>Nothing was found.</summary>
    /// <param name="protocol">The protocol whose runs were tried.</param>
    /// <param name="firstSeed">The first seed.</param>
    /// <param name="tried">How many seeds were tried.</param>
    /// <param name="isDone">Whether all seeds that were asked for were tried.</param>
    public static string OfNothing(Protocol protocol, long firstSeed, long tried, bool isDone) => JsonSerializer.Serialize(
        new
        {
            verdict = !isDone ? "incomplete" : protocol.Bug is null ? "good" : "inconclusive",
            algorithm = protocol.Name,
            bug = protocol.Bug,
            firstSeed,
            tried,
        },
        CheckJson.Options);
}
