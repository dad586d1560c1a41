using System.Globalization;
using Coterie.Lab.Runs;

namespace Coterie.Host.Simulate;

/// <summary>The outcome of a run in one sentence: who entered, and who did not.</summary>
internal static class OutcomeText
{
    /// <summary>
    /// A sentence without the full stop: <c>5 of 15 processes entered, and 13 were still waiting at the end</c>.
    /// </summary>
    public static string Of(RunSummary summary) => $"{Entered(summary)}{Waiting(summary)}";

    private static string Entered(RunSummary summary)
    {
        var entered = summary.EntriesPerProcess.Count(entries => entries > 0);
        var (clients, noun) = (summary.Clients, summary.Clients < summary.Processes ? "client" : "process");
        var who = entered == 0 ? "Nobody entered"
            : clients == 1 ? $"The only {noun} entered"
            : entered == clients && clients == 2 ? $"Both {Plural(noun)} entered"
            : entered == clients ? Text($"All {clients} {Plural(noun)} entered")
            : Text($"{entered} of {clients} {Plural(noun)} entered");
        return summary.Entries == entered ? who : Text($"{who}, {summary.Entries} times in all");
    }

    private static string Waiting(RunSummary summary) => summary switch
    {
        { StillWaiting.Count: > 0 and var count, IsCut: false } => Text($", and {All(count, summary)} would wait for ever"),
        { StillWaiting.Count: > 0 and var count } => Text($", and {count} {Were(count)} still waiting when the run was cut"),
        { Withdrawn: > 0 and var count } => Text($", and {count} {Were(count)} still waiting at the end"),
        _ => "",
    };

    private static string All(int count, RunSummary summary) => Text($"{(count == summary.Clients ? "then all " : "")}{count}");

    private static string Plural(string noun) => noun.EndsWith('s') ? $"{noun}es" : $"{noun}s";

    private static string Were(long count) => count == 1 ? "was" : "were";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
