using Coterie.Lab.Tracing.Explaining;
using Coterie.Lab.Tracing.Judging;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>What is wrong with a run, as <c>coterie check</c> says it, and what of the picture belongs to it.</summary>
internal sealed class SceneWrongs
{
    /// <summary>How much of its length a picture has after a violation, at least.</summary>
    private const int MarginShare = 12;

    /// <summary>Judges a run. If its protocol is not known here, nothing is wrong with it.</summary>
    public SceneWrongs(TraceIndex index)
    {
        var verdict = TraceJudge.Check(index.Trace);
        var violations = verdict?.Violation is { } gravest ? verdict.Others.Prepend(gravest).ToList() : [];
        var notation = new RequestNotation(index);
        Sentences = [.. violations.Select(violation => notation.Introduce(Sentence(violation)))];
        var sightings = verdict?.Sightings ?? [];
        Blame = Blame.Of(index, sightings);
        ShownAt = sightings.Where(sighting => sighting.SeenAt is not null).Max(sighting => (TimeSpan?)sighting.SeenAt!.At);
    }

    /// <summary>Whether a property is violated.</summary>
    public bool IsAny => Sentences.Count > 0;

    /// <summary>A sentence for each property that is violated, the gravest first.</summary>
    public IReadOnlyList<string> Sentences { get; }

    /// <summary>Who and what takes part in the violations.</summary>
    public Blame Blame { get; }

    /// <summary>When the last violation was seen; null if none was.</summary>
    public TimeSpan? ShownAt { get; }

    /// <summary>
    /// The end of a picture of the time from <paramref name="from"/> to <paramref name="to"/>: a little later if a violation is
    /// at its very end, where it could not be seen.
    /// </summary>
    public TimeSpan End(TimeSpan from, TimeSpan to)
    {
        var margin = (to - from) / MarginShare;
        return ShownAt > to - margin ? ShownAt.Value + margin : to;
    }

    private static string Sentence(TraceViolation violation) =>
        $"{violation.Rule} violated at {EventText.Milliseconds(violation.At)}: {violation.Text}";
}
