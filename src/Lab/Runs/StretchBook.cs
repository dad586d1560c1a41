using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Runs;

/// <summary>
/// Follows a run, or the record of one, and writes down the stretches of its processes. It knows only what a record shows, which
/// may begin in the middle of a run.
/// </summary>
internal abstract class StretchBook : IRunListener
{
    private readonly List<Stretch> _stretches = []; // in the order of their beginnings
    private readonly List<int> _open = []; // the places of those that have not ended
    private readonly List<int> _unexplained = []; // the places of some that ended
    private readonly List<string> _remarks = [];
    private string? _label;

    /// <summary>All stretches so far, in the order of their beginnings.</summary>
    public IReadOnlyList<Stretch> Stretches => _stretches;

    /// <inheritdoc/>
    public abstract void On(TimeSpan at, in Step step);

    /// <inheritdoc/>
    public abstract void On(TimeSpan at, Fault fault);

    /// <summary>
    /// What there is to add to the sentence of the latest step or fault, without the process: <c>its vote for request 1.4
    /// lapses</c>. Null for nothing. Gives it once.
    /// </summary>
    public string? TakeRemark()
    {
        var remark = _remarks.Count == 0 ? null : string.Join(", ", _remarks);
        _remarks.Clear();
        return remark;
    }

    /// <summary>
    /// What the process has read or written in the latest step, in a few characters, to be written at its line. Null for nothing.
    /// Gives it once.
    /// </summary>
    public string? TakeLabel()
    {
        var label = _label;
        _label = null;
        return label;
    }

    /// <summary>Says what the process has read or written in the current step.</summary>
    protected void Label(string text) => _label = text;

    /// <summary>Adds to the sentence of the current step.</summary>
    protected void Remark(string text) => _remarks.Add(text);

    /// <summary>A stretch begins.</summary>
    protected void Begin(Stretch stretch)
    {
        _open.Add(_stretches.Count);
        _stretches.Add(stretch);
    }

    /// <summary>Whether such a stretch has begun, and has not ended.</summary>
    protected bool IsOpen(Predicate<Stretch> which) => _open.Exists(place => which(_stretches[place]));

    /// <summary>All such stretches that have not ended do so now.</summary>
    /// <returns>Those that ended.</returns>
    protected IReadOnlyList<Stretch> End(TimeSpan at, StretchEnd how, Predicate<Stretch> which)
    {
        var ended = new List<Stretch>();
        foreach (var place in _open.Where(place => which(_stretches[place])).ToList())
        {
            ended.Add(_stretches[place] = _stretches[place] with { To = at, End = how });
            _open.Remove(place);
            if (how == StretchEnd.Unknown)
                _unexplained.Add(place);
        }
        return ended;
    }

    /// <summary>
    /// It turns out how stretches ended that were over without a reason, at the same time: a record tells of one step in several
    /// events.
    /// </summary>
    /// <returns>Those stretches.</returns>
    protected IReadOnlyList<Stretch> Explain(TimeSpan at, StretchEnd how, Predicate<Stretch> which)
    {
        var explained = new List<Stretch>();
        _unexplained.RemoveAll(place => _stretches[place].To != at);
        foreach (var place in _unexplained.Where(place => which(_stretches[place])).ToList())
        {
            explained.Add(_stretches[place] = _stretches[place] with { End = how });
            _unexplained.Remove(place);
        }
        return explained;
    }
}
