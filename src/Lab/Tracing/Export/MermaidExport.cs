using Coterie.Lab.Tracing.Pictures;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Tracing.Export;

/// <summary>
/// A sequence diagram for Mermaid. The tool draws no slanted arrows, so each arrow stands where its message ended; that two
/// messages crossed cannot be seen. A message about the receiver's own request has a dashed arrow.
/// </summary>
public static class MermaidExport
{
    /// <summary>The longest text, in characters, that Mermaid draws with its default settings.</summary>
    public const int LongestText = 50_000;

    /// <summary>Writes the diagram.</summary>
    /// <param name="index">The run.</param>
    /// <param name="options">Which part of it.</param>
    /// <param name="output">Gets the diagram.</param>
    /// <returns>A sentence that warns of a diagram that is too long for Mermaid; otherwise null.</returns>
    /// <exception cref="PictureOptionsException">The options choose no time or no process of the run.</exception>
    public static string? Write(TraceIndex index, PictureOptions options, TextWriter output)
    {
        var excerpt = new Excerpt(index, options);
        var lines = new List<string> { "sequenceDiagram" };
        var name = index.Name;
        lines.AddRange(excerpt.Part.Processes.Select(process => $"  participant P{process}{Alias(name(process))}"));
        var inside = new HashSet<ProcessId>();
        foreach (var happened in excerpt.Events)
            lines.AddRange(Lines(index, excerpt, happened, inside, name));
        foreach (var message in index.Messages.Where(message => message.Ended is null && excerpt.Has(message)))
            lines.Add($"  P{message.From}-)P{message.To}: {Label(message)}, on its way");
        foreach (var line in lines)
            output.Write($"{line}\n");
        var length = lines.Sum(line => line.Length + 1);
        return length <= LongestText
            ? null
            : $"The diagram has {length} characters, and Mermaid draws {LongestText} unless its maxTextSize is raised: "
                + "--from, --to and --processes choose a part.";
    }

    private static IEnumerable<string> Lines(
        TraceIndex index, Excerpt excerpt, TraceEvent happened, HashSet<ProcessId> inside, Func<ProcessId, string> name)
    {
        var process = happened.Process.GetValueOrDefault();
        if (index.EndedBy(happened) is { } message && excerpt.Has(message))
        {
            var arrow = message.IsLost ? "-x" : message.Request?.Process == message.To ? "-->>" : "->>";
            yield return $"  P{message.From}{arrow}P{message.To}: {Label(message)}";
        }
        if (NoteOf(happened, name) is { } note)
            yield return $"  Note over {Ends(excerpt, happened)}: {note}";
        if (happened.Kind == TraceEventKind.Enter && inside.Add(process))
            yield return $"  activate P{process}";
        if (happened.Kind is TraceEventKind.Exit or TraceEventKind.Lose && inside.Remove(process))
            yield return $"  deactivate P{process}";
    }

    private static string? NoteOf(TraceEvent happened, Func<ProcessId, string> name) => happened.Kind switch
    {
        TraceEventKind.Request => $"wants in with {happened.Request}",
        TraceEventKind.Enter => "critical section",
        TraceEventKind.Exit => "leaves",
        TraceEventKind.Withdraw => "withdraws",
        TraceEventKind.Lose => $"loses {happened.Request}",
        TraceEventKind.Use or TraceEventKind.Note => happened.Detail,
        TraceEventKind.Partition => $"the network falls apart: {string.Join(" / ", happened.Groups.Select(ProcessRanges.Text))}",
        TraceEventKind.Crash or TraceEventKind.Restart or TraceEventKind.Pause or TraceEventKind.Resume
            or TraceEventKind.Jump or TraceEventKind.Heal => EventText.Deed(happened, name),
        _ => null,
    };

    private static string Alias(string name) =>
        name.StartsWith("Process", StringComparison.Ordinal) ? "" : $" as {name}";

    // A note that is of no process spans all of them.
    private static string Ends(Excerpt excerpt, TraceEvent happened) => happened.Process is { } process ? $"P{process}"
        : excerpt.Part.Processes.Count == 1 ? $"P{excerpt.Part.Processes[0]}"
        : $"P{excerpt.Part.Processes[0]},P{excerpt.Part.Processes[^1]}";

    private static string Label(TraceMessage message) => message.Request switch
    {
        null => message.Name.ToUpperInvariant(),
        { } request when request.Process == message.From => $"{message.Name.ToUpperInvariant()}({request.Clock})",
        { } request => $"{message.Name.ToUpperInvariant()}({request})",
    };
}
