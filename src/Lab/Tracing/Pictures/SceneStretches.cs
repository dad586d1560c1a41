using Coterie.Lab.Runs;
using Coterie.Lab.Tracing.Judging;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// What the protocol of a run shows of its own: to whom something is given, what is kept, who does not serve yet.
/// </summary>
internal sealed class SceneStretches
{
    private readonly Dictionary<TraceEvent, string> _remarks = new(ReferenceEqualityComparer.Instance);
    private readonly List<(TraceEvent Event, string Text)> _labels = [];
    private readonly Dictionary<ProcessId, int> _colours = [];

    /// <summary>Follows a run. There is nothing if its protocol is not known here, or has nothing to show.</summary>
    public SceneStretches(Trace trace)
    {
        if (ProcessNames.ProtocolOf(trace.Header) is not { Words.Lanes: { } lanes } protocol)
            return;
        Lanes = lanes;
        var book = lanes.Follow(trace.Header.Processes);
        var steps = new TraceSteps(protocol, book);
        foreach (var happened in trace.Events)
        {
            steps.Tell(happened);
            if (book.TakeRemark() is { } remark)
                _remarks.Add(happened, remark);
            if (book.TakeLabel() is { } label)
                _labels.Add((happened, label));
        }
        All = book.Stretches;
        foreach (var receiver in All.Select(stretch => stretch.Receiver).OfType<ProcessId>().Distinct().OrderBy(id => id.Value))
            _colours.Add(receiver, _colours.Count % Colours + 1);
    }

    /// <summary>How many colours there are. If there are more receivers, colours are used again.</summary>
    public const int Colours = 8;

    /// <summary>What the family says of them; null if it has none.</summary>
    public Lanes? Lanes { get; }

    /// <summary>All of them, in the order of their beginnings.</summary>
    public IReadOnlyList<Stretch> All { get; } = [];

    /// <summary>Whether a process cannot serve yet at a time.</summary>
    public bool IsUnready(ProcessId process, TimeSpan at) => All.Any(stretch => stretch.Kind == StretchKind.Unready
        && stretch.Process == process && stretch.From <= at && (stretch.To is null || at < stretch.To));

    /// <summary>The class of the colour of a process, with a blank before it; nothing if it never gets anything.</summary>
    public string ColourOf(ProcessId? process) =>
        process is { } receiver && _colours.TryGetValue(receiver, out var colour) ? $" c{colour}" : "";

    /// <summary>What there is to add to the sentence of an event, with a semicolon before it; nothing for most.</summary>
    public string RemarkOn(TraceEvent happened) => _remarks.TryGetValue(happened, out var remark) ? $"; {remark}" : "";

    /// <summary>Whether the words of a request or an entry say that it shares.</summary>
    public bool IsShared(string? detail) => detail is not null && Lanes?.IsShared(detail) == true;

    /// <summary>What the processes have read and written, in a few characters each, in the order of the trace.</summary>
    public IReadOnlyList<(TraceEvent Event, string Text)> Labels => _labels;

    /// <summary>The processes that can get nothing while the network is in these parts.</summary>
    public IReadOnlyList<ProcessId> CutOffBy(Split split) => Lanes is { } lanes
        ? [.. split.Groups.Where(group => !lanes.CanServe(group)).SelectMany(group => group)]
        : [];
}
