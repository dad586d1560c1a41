using System.Globalization;
using System.Text;
using Coterie.Lab.Tracing;
using Coterie.Lab.Tracing.Explaining;

namespace Coterie.Host.Tracing;

/// <summary>The explanation of a wait for people: a table of its parts with a sentence for each, and their sum.</summary>
internal static class WhyText
{
    private const string Rule = "--------------";

    /// <param name="explanation">The wait, and the violations in which the entry takes part.</param>
    public static string Of(Explanation explanation)
    {
        var text = new StringBuilder();
        var notation = new RequestNotation(explanation.Name);
        var (entry, sentences) = (explanation.Entry, explanation.Sentences);
        var headline = string.Join(' ', sentences.Take(sentences.Count - explanation.Parts.Count));
        foreach (var violation in explanation.Violations)
        {
            var seen = EventText.Milliseconds(violation.SeenAt!.At);
            var sentence = $"! Entry {entry.Number} takes part in a violation of {violation.Rule} at {seen}: {violation.Text}";
            text.Append(notation.Introduce(sentence)).Append('\n');
        }
        text.Append(notation.Introduce($"Entry {entry.Number}: {headline}")).Append('\n');
        text.Append('\n');
        foreach (var part in explanation.Parts)
            text.Append($"  {Milliseconds(part.From, part.To)}  {Share(part, explanation)}  {notation.Introduce(part.Text)}\n");
        var waited = Milliseconds(entry.Asked?.At ?? entry.Entered.At, entry.Entered.At);
        text.Append(CultureInfo.InvariantCulture, $"  {Rule}\n  {waited}  from the request to the entry\n");
        return text.ToString();
    }

    private static string Milliseconds(TimeSpan from, TimeSpan to) => EventText.Milliseconds(from, to).PadLeft(Rule.Length);

    private static string Share(WaitPart part, Explanation explanation) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * part.Duration.Ticks / explanation.Waited.Ticks,5:F1} %");
}
