namespace Coterie.Lab.Tracing.Pictures;

/// <summary>
/// The messages that a picture leaves out because they are sent all the time, see <see cref="Runs.Words.Routine"/>.
/// </summary>
/// <param name="header">Which run it is.</param>
internal sealed class RoutineMessages(TraceHeader header)
{
    private readonly IReadOnlyList<string> _kinds = ProcessNames.WordsOf(header)?.Routine ?? [];

    /// <summary>Their names in words: <c>beat and heard</c>; null if there are none.</summary>
    public string? Text => _kinds.Count == 0 ? null : string.Join(" and ", _kinds);

    /// <summary>Whether a message is one of them.</summary>
    public bool Has(string message) => _kinds.Contains(message);

    /// <summary>Whether an event is nothing but the sending, the receipt or the loss of some of them.</summary>
    public bool IsAll(TraceEvent happened) => _kinds.Count > 0 && happened.Kind switch
    {
        TraceEventKind.Receive or TraceEventKind.Drop or TraceEventKind.Duplicate => Has(happened.Message!),
        TraceEventKind.Send or TraceEventKind.Resend => true,
        _ => false,
    } && happened.Sends.All(send => Has(send.Message));
}
