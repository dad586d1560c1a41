using System.Globalization;
using Coterie.Lab.Comparing;

namespace Coterie.Host.Compare;

/// <summary>
/// The measurements with one N under one load, as a table for people: theory beside each figure, and notes below each line.
/// </summary>
/// <param name="Title">N and the load.</param>
/// <param name="Headings">What is in the columns.</param>
/// <param name="Rows">A line for each algorithm.</param>
internal sealed record ComparisonTable(string Title, IReadOnlyList<string> Headings, IReadOnlyList<ComparisonRow> Rows)
{
    public static IEnumerable<ComparisonTable> Of(Comparison comparison) =>
        from measured in comparison.Measurements
        group measured by (measured.Processes, measured.Load) into measurements
        let processes = measurements.Key.Processes
        select measurements.Key.Load == Load.Low ? LowLoad(processes, measurements) : HighLoad(processes, measurements);

    private static ComparisonTable LowLoad(int processes, IEnumerable<Measurement> measurements) => new(
        Text($"{processes} processes, low load: nobody else wants in"),
        ["algorithm", "messages", "theory", "response", "theory", "fairness", "verdict"],
        [.. measurements.Select(measured => Row(measured, "response"))]);

    private static ComparisonTable HighLoad(int processes, IEnumerable<Measurement> measurements) => new(
        Text($"{processes} processes, high load: everybody wants in again at once"),
        ["algorithm", "messages", "theory", "delay", "theory", "throughput", "theory", "response", "fairness", "verdict"],
        [.. measurements.Select(measured => Row(measured, "delay", "throughput"))]);

    private static ComparisonRow Row(Measurement measured, params string[] figures)
    {
        var cells = new List<string> { measured.Algorithm.Name };
        foreach (var name in figures.Prepend("messages"))
        {
            var judged = measured.Judged.FirstOrDefault(figure => figure.Name == name);
            var format = name == "throughput" ? "F3" : "F2";
            cells.Add(judged?.Measured.ToString(format, CultureInfo.InvariantCulture) ?? "-");
            cells.Add(judged?.TheoryText ?? "-");
        }
        if (measured.Load != Load.Low)
            cells.Add(Text($"{measured.Response:F2}"));
        cells.Add(Text($"{measured.Fairness:F3}"));
        cells.Add(Verdict(measured));
        return new ComparisonRow(cells, [.. Notes(measured)]);
    }

    private static string Verdict(Measurement measured) =>
        measured.Violations.Count > 0 ? "violated"
        : !measured.IsGood ? "off"
        : measured.Judged.Any(figure => figure.Judgement == Judgement.Explained) ? "explained"
        : "as theory";

    private static IEnumerable<string> Notes(Measurement measured)
    {
        var kinds = measured.ByKind.Select(kind => (kind.Name, PerEntry: Text($"{(double)kind.Count / measured.Entries:F2}")));
        var used = kinds.Where(kind => kind.PerEntry != "0.00").OrderBy(kind => kind.Name, StringComparer.Ordinal);
        yield return string.Join(", ", used.Select(kind => $"{kind.Name} {kind.PerEntry}"));
        if (measured.Algorithm.Remark is { } remark)
            yield return remark;
        foreach (var reasons in measured.Judged.Where(figure => figure.Reason is not null).GroupBy(figure => figure.Reason))
            yield return $"{string.Join(", ", reasons.Select(figure => figure.Name))}: {reasons.Key}";
        foreach (var figure in measured.Judged.Where(figure => figure.Judgement == Judgement.Off))
            yield return Text($"{figure.Name} must be {figure.TheoryText}, was [{figure.Measured:0.###}].");
        foreach (var violation in measured.Violations)
            yield return violation.Text;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A line of a <see cref="ComparisonTable"/>.</summary>
/// <param name="Cells">One for each heading; the first is the algorithm, the last the verdict.</param>
/// <param name="Notes">The messages by kind, then why figures differ from theory.</param>
internal sealed record ComparisonRow(IReadOnlyList<string> Cells, IReadOnlyList<string> Notes);
