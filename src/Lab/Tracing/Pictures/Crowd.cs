using Coterie.Lab.Tracing.Explaining;

namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// Pictures of many processes or messages: all arrows together would hide everything. First the lanes are drawn, which show who
/// waits and who is inside.
/// </summary>
internal static class Crowd
{
    private const int ManyProcesses = 9;
    private const int ManyMessages = 400;
    private const int ManyOverBars = 150;
    private const int FewMessages = 60;

    /// <summary>Whether that many messages between that many processes are too many to be drawn all.</summary>
    /// <param name="processes">How many processes.</param>
    /// <param name="messages">How many messages.</param>
    /// <param name="hasGiven">Whether there are bars for what processes have given, which the arrows would hide.</param>
    public static bool Is(int processes, int messages, bool hasGiven) =>
        messages > (hasGiven ? ManyOverBars : ManyMessages) || processes >= ManyProcesses && messages > FewMessages;

    /// <summary>
    /// The messages that show most in a picture that cannot be asked for more: those that belong to a violation, those that were
    /// lost, and those on the critical path of an entry, for which its process had to wait.
    /// </summary>
    public static IReadOnlyList<Arrow> Telling(
        TraceIndex index, PicturePart part, IReadOnlyList<Arrow> arrows, IReadOnlySet<TraceMessage> guilty)
    {
        var entries = index.Entries.Where(entry => part.Has(entry.Process) && part.Has(entry.Entered.At));
        var needed = new HashSet<TraceMessage>(
            entries.SelectMany(entry => Explanation.Of(index, entry).Parts).Select(step => step.Message).OfType<TraceMessage>(),
            ReferenceEqualityComparer.Instance);
        return [.. arrows.Where(arrow => arrow.Message is var message
            && (message.IsLost || needed.Contains(message) || guilty.Contains(message)))];
    }
}
