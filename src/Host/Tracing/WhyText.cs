using System.Globalization;
using System.Text;
using Coterie.Tracing;

namespace Coterie.Host.Tracing;

/// <summary>The explanation of a wait for people: the parts as a table that adds up, a sentence each.</summary>
internal static class WhyText
{
    private const string Rule = "-----------";

    public static string Of(Explanation explanation)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Entry {explanation.Entry.Number}: {string.Join(' ', explanation.Sentences.Take(explanation.Sentences.Count - explanation.Parts.Count))}\n\n");
        foreach (var part in explanation.Parts)
            text.Append(CultureInfo.InvariantCulture, $"  {Milliseconds(part.Duration)} ms  {Share(part, explanation)}  {part.Text}\n");
        text.Append(CultureInfo.InvariantCulture, $"  {Rule}\n  {Milliseconds(explanation.Waited)} ms  from the request to the entry\n");
        return text.ToString();
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F4", CultureInfo.InvariantCulture).PadLeft(Rule.Length);

    private static string Share(WaitPart part, Explanation explanation) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * part.Duration.Ticks / explanation.Waited.Ticks,5:F1} %");
}
