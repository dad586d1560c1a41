using Coterie.Mutex;
using static Coterie.Mutex.MutexProtocol;

namespace Coterie.Checking;

/// <summary>
/// What every process has sent to every other. A process makes its requests, and answers those of another, in the order of their clocks, so the
/// largest clock of each kind tells of all before it.
/// </summary>
internal sealed class SentMessages(int processes)
{
    private readonly long[]?[] _requests = new long[processes][];
    private readonly long[]?[] _replies = new long[processes][];

    /// <summary>Writes down that <paramref name="message"/> was sent to <paramref name="to"/>.</summary>
    public void Add(ProcessId to, IWireMessage message)
    {
        var (rows, clock) = Place(message);
        var row = rows[message.From.Value - 1] ??= new long[processes];
        row[to.Value - 1] = Math.Max(row[to.Value - 1], clock);
    }

    /// <summary>Whether <paramref name="message"/> was sent to <paramref name="to"/>.</summary>
    public bool Contains(ProcessId to, IWireMessage message)
    {
        var (rows, clock) = Place(message);
        return rows[message.From.Value - 1] is { } row && row[to.Value - 1] >= clock;
    }

    /// <summary>Whether <paramref name="message"/> was sent to any process.</summary>
    public bool ContainsToAnybody(IWireMessage message)
    {
        var (rows, clock) = Place(message);
        return rows[message.From.Value - 1] is { } row && Array.Exists(row, sent => sent >= clock);
    }

    private (long[]?[] Rows, long Clock) Place(IWireMessage message) => message switch
    {
        Request request => (_requests, request.At.Clock),
        Reply reply => (_replies, reply.To.Clock),
        _ => throw new ArgumentException($"message must be a request or a reply, was [{message}].", nameof(message)),
    };
}
