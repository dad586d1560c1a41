using System.Globalization;

namespace Coterie.Lab.Runs;

/// <summary>
/// How far a run may go before it is ended. Correct rules never come near these limits; broken ones may send without end.
/// </summary>
internal static class RunLimits
{
    private const long LeastMessages = 1_000_000;
    private const long MessagesPerPair = 16;

    /// <summary>
    /// The most messages that may be on their way at once between that many processes, or arrive at one moment, or arrive after
    /// the end of a run: many times what any protocol here needs.
    /// </summary>
    public static long MostMessages(int processes) => Math.Max(LeastMessages, MessagesPerPair * processes * processes);

    /// <summary>Which limit is exceeded, in a sentence without the full stop; null if none is.</summary>
    public static string? Excess(long violations, long onTheWay, int processes) =>
        violations >= RunJudge.ViolationLimit ? Text($"it had {violations} violations")
        : onTheWay > MostMessages(processes) ? Text($"more than {MostMessages(processes)} messages were on their way")
        : null;

    /// <summary>Formats the text in the invariant culture.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
