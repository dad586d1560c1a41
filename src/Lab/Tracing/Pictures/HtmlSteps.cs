using System.Globalization;
using System.Net;
using Coterie.Actors.Text;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing.Replaying;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>The steps of a page, one for each event that it shows, in the order of the trace.</summary>
internal sealed class HtmlSteps
{
    private readonly List<Rule> _rules = [];
    private readonly Scene _scene;

    /// <summary>The steps of a scene.</summary>
    public HtmlSteps(Scene scene)
    {
        _scene = scene;
        var shown = new HashSet<object>(scene.Events, ReferenceEqualityComparer.Instance);
        var replay = new RunReplay(scene.Header);
        var steps = new List<ReplayedStep>();
        AtFirst = StatesOf(replay);
        foreach (var happened in scene.Index.Trace.Events)
        {
            if (happened.Process is null ? !scene.Part.Has(happened.At) : !shown.Contains(happened))
            {
                _ = replay.Take(happened);
                if (steps.Count == 0)
                    AtFirst = StatesOf(replay);
                continue;
            }
            var step = replay.Take(happened);
            if (step is { Event.Process: { } process, After: { } after })
                step = step with { After = Known(process, after, happened.At) };
            steps.Add(step);
            if (step.Reason is { } reason && !_rules.Contains(reason.Rule))
                _rules.Add(reason.Rule);
        }
        Steps = steps;
    }

    /// <summary>The state of each process of the page before the first step, in the order of the rows.</summary>
    public IReadOnlyList<ProcessState> AtFirst { get; }

    /// <summary>The steps.</summary>
    public IReadOnlyList<ReplayedStep> Steps { get; }

    /// <summary>The steps as the items of a list.</summary>
    public string Items
    {
        get
        {
            var notation = new RequestNotation(_scene.Index);
            return string.Concat(Steps.Select(step => Item(step, notation)));
        }
    }

    /// <summary>The rules of the steps as the items of a list, in the order in which they first apply.</summary>
    public string RuleItems => string.Concat(_rules.Select(
        rule => $"<li><b>{WebUtility.HtmlEncode(Capitalized(rule.Title))}</b>: {WebUtility.HtmlEncode(rule.Text)}</li>\n"));

    /// <summary>The place of the step's rule among <see cref="RuleItems"/>, from 0; null if it has none.</summary>
    public int? RuleOf(ReplayedStep step) => step.Reason is { } reason ? _rules.IndexOf(reason.Rule) : null;

    /// <summary>What a state is called.</summary>
    public string Word(Activity activity) => activity == Activity.Unready && _scene.Own.Lanes is { } lanes
        ? lanes.Unready
        : activity.ToString().ToLowerInvariant();

    private ProcessState[] StatesOf(RunReplay replay) =>
        [.. _scene.Part.Processes.Select(process => Known(process, replay[process], _scene.Part.From))];

    // A replay does not know whether a process can serve yet.
    private ProcessState Known(ProcessId process, ProcessState state, TimeSpan at) =>
        state.Activity == Activity.Serving && _scene.Own.IsUnready(process, at)
            ? state with { Activity = Activity.Unready }
            : state;

    private string Item(ReplayedStep step, RequestNotation notation)
    {
        var time = ((decimal)step.Event.At.Ticks / TimeSpan.TicksPerMillisecond).ToString(CultureInfo.InvariantCulture);
        var text = WebUtility.HtmlEncode(Printable.Escape(notation.Introduce(Sentence(step))));
        var rule = step.Reason is { IsBroken: false } ? $" <i>{WebUtility.HtmlEncode(Label(step.Reason.Rule))}</i>" : "";
        var guilt = _scene.Wrongs.Blame.Steps.Contains(step.Event) ? " class=\"guilty\"" : "";
        return $"<li{guilt}><b>{time} ms</b> <span>{text}</span>{rule}</li>\n";
    }

    // What the source calls the rule, or else its letter in the list of rules.
    private string Label(Rule rule) => rule.Name ?? $"{(char)('a' + _rules.IndexOf(rule))}";

    /// <summary>What happened and why, in one sentence or two.</summary>
    private string Sentence(ReplayedStep step)
    {
        var text = Capitalized(EventText.Of(step.Event, _scene.Name)) + _scene.Own.RemarkOn(step.Event);
        return step.Reason switch
        {
            { IsBroken: true } broken => $"{text}. This breaks {broken.Rule.Name ?? "the rule"}: {broken.Because}.",
            { Because: { } because } => $"{text}. {Capitalized(because)}.",
            _ => $"{text}.",
        };
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
