using System.Globalization;

namespace Coterie.Lab.Runs;

/// <summary>
/// How far a run may go before it is ended. Rules that are as they should be never come near; a broken one may send without end.
/// </summary>
internal static class RunLimits
{
    private const long LeastMessages = 1_000_000;
    private const long MessagesPerPair = 16;

    /// <summary>
    /// The most messages that may be on their way between so many processes, or arrive at one moment, or arrive after the end of
    /// a run: many times what any algorithm here needs.
    /// </summary>
    public static long MostMessages(int processes) => Math.Max(LeastMessages, MessagesPerPair * processes * processes);

    /// <summary>Which limit is passed, in a sentence without the stop; null for none.</summary>
    public static string? Excess(long violations, long onTheWay, int processes) =>
        violations >= RunJudge.ViolationLimit ? Text($"it had {violations} violations")
        : onTheWay > MostMessages(processes) ? Text($"more than {MostMessages(processes)} messages were on their way")
        : null;

    /// <summary>In the invariant culture.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
