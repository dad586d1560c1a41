using System.Collections;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>
/// The messages of an event that asks all other processes, and its other messages. One line of a file implies all of them, so
/// they take no more memory than the line.
/// </summary>
/// <param name="processes">N.</param>
/// <param name="process">The process that asks.</param>
/// <param name="request">The request with which it asks.</param>
/// <param name="others">Its other messages, which it sent after those.</param>
internal sealed class SendsToAll(int processes, ProcessId process, Timestamp? request, IReadOnlyList<TraceSend> others)
    : IReadOnlyList<TraceSend>
{
    private readonly IReadOnlyList<TraceSend> _others = others;

    /// <summary>The request with which it asks.</summary>
    public Timestamp? Request => request;

    /// <summary>The processes that it asks.</summary>
    public IEnumerable<ProcessId> Asked =>
        Enumerable.Range(1, processes).Where(id => id != process.Value).Select(id => new ProcessId(id));

    /// <inheritdoc/>
    public int Count => processes - 1 + _others.Count;

    /// <inheritdoc/>
    public TraceSend this[int index] => index >= processes - 1
        ? _others[index - processes + 1]
        : new TraceSend(new ProcessId(index + 1 < process.Value ? index + 1 : index + 2), Names.Request, request);

    /// <summary>What an event sent, without its messages to all other processes.</summary>
    public static IReadOnlyList<TraceSend> Listed(TraceEvent happened) =>
        happened.Sends is SendsToAll toAll ? toAll._others : happened.Sends;

    /// <inheritdoc/>
    public IEnumerator<TraceSend> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
