using System.Diagnostics;
using System.Diagnostics.Metrics;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Locks;

/// <summary>
/// The instrument and the spans for the variables of a node; <c>docs/memory.md</c> lists them. Nothing is measured that nobody
/// listens to, and no read of a copy.
/// </summary>
internal sealed class VariableMetrics
{
    private const string NameTag = "coterie.variable.name";
    private const string OperationTag = "coterie.variable.operation";
    private const string OutcomeTag = "coterie.variable.outcome";

    private readonly TimeProvider _clock;
    private readonly bool _tagsNames;
    private readonly Histogram<double> _durations;

    /// <summary>The instrument of one node.</summary>
    /// <param name="factory">Makes the meter; null for one that all nodes of the process share.</param>
    /// <param name="tagsNames">Whether the name of a variable is a tag.</param>
    /// <param name="clock">Measures the times.</param>
    public VariableMetrics(IMeterFactory? factory, bool tagsNames, TimeProvider clock)
    {
        (_tagsNames, _clock) = (tagsNames, clock);
        _durations = NodeDiagnostics.MeterOf(factory).CreateHistogram<double>(
            "coterie.variable.operation.duration", "s", "How long an operation took, until its outcome was known or given up.");
    }

    /// <summary>Whether somebody listens.</summary>
    public bool IsHeard => _durations.Enabled || NodeDiagnostics.Source.HasListeners();

    /// <summary>An operation, with its span, while <paramref name="run"/> does it.</summary>
    public async ValueTask<Outcome> MeasureAsync(string name, Operation operation, Func<ValueTask<Outcome>> run)
    {
        var tags = new TagList { { OperationTag, Text(operation) } };
        if (_tagsNames)
            tags.Add(NameTag, name);
        using var span = NodeDiagnostics.Source.StartActivity("coterie.variable.operate");
        var began = _clock.GetTimestamp();
        var ending = "ended";
        try
        {
            var outcome = await run().ConfigureAwait(false);
            ending = Text(outcome);
            return outcome;
        }
        catch (Exception failure)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.Message);
            throw;
        }
        finally
        {
            tags.Add(OutcomeTag, ending);
            if (_durations.Enabled)
                _durations.Record(_clock.GetElapsedTime(began).TotalSeconds, tags);
            if (span is not null)
            {
                foreach (var (key, value) in tags)
                    span.SetTag(key, value);
            }
        }
    }

    private static string Text(Operation operation) => operation switch
    {
        Operation.Read => "read",
        Operation.Write { Value: null } => "delete",
        Operation.Write => "write",
        Operation.Add => "increment",
        _ => "compare-and-set",
    };

    private static string Text(Outcome outcome) => outcome switch
    {
        Outcome.Done => "done",
        Outcome.Mismatch => "mismatch",
        Outcome.WrongKind => "wrong-kind",
        Outcome.NotDone => "not-done",
        _ => "unknown",
    };
}
