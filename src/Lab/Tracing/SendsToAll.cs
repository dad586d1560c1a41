using System.Collections;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing;

/// <summary>
/// The messages of an event that asks everybody else, and whatever it sent besides. A line of a file implies them all: so they
/// take no more memory than the line.
/// </summary>
/// <param name="processes">N.</param>
/// <param name="process">Who asks.</param>
/// <param name="request">With which request.</param>
/// <param name="others">What it sent besides, after those.</param>
internal sealed class SendsToAll(int processes, ProcessId process, Timestamp? request, IReadOnlyList<TraceSend> others)
    : IReadOnlyList<TraceSend>
{
    private readonly IReadOnlyList<TraceSend> _others = others;

    /// <summary>With which request.</summary>
    public Timestamp? Request => request;

    /// <summary>Whom.</summary>
    public IEnumerable<ProcessId> Asked =>
        Enumerable.Range(1, processes).Where(id => id != process.Value).Select(id => new ProcessId(id));

    /// <inheritdoc/>
    public int Count => processes - 1 + _others.Count;

    /// <inheritdoc/>
    public TraceSend this[int index] => index >= processes - 1
        ? _others[index - processes + 1]
        : new TraceSend(new ProcessId(index + 1 < process.Value ? index + 1 : index + 2), Names.Request, request);

    /// <summary>What an event sent but for the messages to everybody else.</summary>
    public static IReadOnlyList<TraceSend> Listed(TraceEvent happened) =>
        happened.Sends is SendsToAll toAll ? toAll._others : happened.Sends;

    /// <inheritdoc/>
    public IEnumerator<TraceSend> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
