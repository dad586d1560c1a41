using System.Globalization;
using System.Text;
using Coterie.Lab.Runs;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Explaining;

namespace Coterie.Host.Tracing;

/// <summary>The explanation of a wait for people: the parts as a table that adds up, a sentence each.</summary>
internal static class WhyText
{
    private const string Rule = "--------------";

    /// <param name="explanation">The wait.</param>
    /// <param name="violations">What the entry violates.</param>
    public static string Of(Explanation explanation, IReadOnlyList<Violation> violations)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Entry {explanation.Entry.Number}: {string.Join(' ', explanation.Sentences.Take(explanation.Sentences.Count - explanation.Parts.Count))}\n");
        foreach (var violation in violations)
            text.Append(CultureInfo.InvariantCulture, $"This entry violates {violation.Property}: {violation.Text}\n");
        text.Append('\n');
        foreach (var part in explanation.Parts)
            text.Append(CultureInfo.InvariantCulture, $"  {Milliseconds(part.From, part.To)}  {Share(part, explanation)}  {part.Text}\n");
        text.Append(CultureInfo.InvariantCulture, $"  {Rule}\n  {Milliseconds(explanation.Entry.Asked?.At ?? explanation.Entry.Entered.At, explanation.Entry.Entered.At)}  from the request to the entry\n");
        return text.ToString();
    }

    private static string Milliseconds(TimeSpan from, TimeSpan to) => EventText.Milliseconds(from, to).PadLeft(Rule.Length);

    private static string Share(WaitPart part, Explanation explanation) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * part.Duration.Ticks / explanation.Waited.Ticks,5:F1} %");
}
