using System.Globalization;
using Coterie.Host.CommandLine;
using Coterie.Host.Simulate;
using Coterie.Lab.Hunting;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Virtual;
using Coterie.Lab.Workloads;

namespace Coterie.Host.Explore;

/// <summary>What a hunt found, for people.</summary>
internal static class QuarryText
{
    public static IEnumerable<string> Lines(Quarry quarry)
    {
        var (simulation, story) = (quarry.Settings.Simulation, quarry.Story);
        var notation = new RequestNotation(simulation.Protocol.Words.Name);
        yield return Text($"Found something wrong with {simulation.Protocol} under the seed {quarry.Seed}, and made it smaller.");
        var requests = Count(quarry.Settings.Requests!.Value, "request");
        yield return Text($"smallest run  {simulation.Processes} processes, {requests} each, seed {simulation.Seed}");
        yield return $"run it        {CommandLine(quarry)}";
        yield return $"violation     {story.Violation.Property}: {story.Violation.Text}";
        foreach (var missing in AssumptionText.Missing(quarry.Settings, VirtualSimulation.Run(quarry.Settings)))
            yield return $"assumption    {AssumptionText.Of(simulation.Protocol, missing)}";
        foreach (var line in LeftOut(simulation.Protocol.Words, story))
            yield return line;
        yield return Text($"what happens  {Count(story.Happenings.Count, "event")}, with the milliseconds since the start:");
        foreach (var happening in story.Happenings)
        {
            var sentence = notation.Introduce(StepSentence.Of(simulation.Protocol.Words, happening));
            yield return Text($"{happening.At.TotalMilliseconds,9:F3}  {sentence}");
        }
    }

    /// <summary>What to type to see the run.</summary>
    public static string CommandLine(Quarry quarry)
    {
        var simulation = quarry.Settings.Simulation;
        var processes = WorkloadOptions.CountOf(simulation.Protocol, simulation.Processes);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"coterie simulate {processes} {simulation.Duration.TotalSeconds:0.###} --virtual "
            + $"{AlgorithmOptions.Text(simulation.Protocol)}{TopologyOptions.Text(simulation.Protocol)}"
            + $"{WorkloadOptions.Text(simulation.Protocol, forExplorer: false)} "
            + $"--seed {simulation.Seed} --think {simulation.Think} --hold "
            + $"{simulation.Hold} --resend {Duration(simulation.ResendInterval)} {VirtualOptions.Text(quarry.Settings)}");
    }

    private static IEnumerable<string> LeftOut(Words words, Story story)
    {
        if (story.LeftOut > 0)
        {
            var kinds = string.Join(", ", words.Routine);
            yield return Text($"left out      {Count(story.LeftOut, "event")} with nothing new: {kinds} and repeated messages");
        }
        if (story.IsWhole)
            yield return "not cut       no part of the run that was tried shows the violation by itself";
    }

    private static DurationRange Duration(TimeSpan duration) => new(duration, duration);

    private static string Count(int count, string noun) => Text($"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
