using System.Globalization;
using System.Text.RegularExpressions;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Memory;

/// <summary>
/// Who uses the shared variable in a run: process 1 is the memory, the next ones are readers, and those after them are writers.
/// </summary>
/// <param name="Readers">How many readers; from 0.</param>
/// <param name="Writers">How many writers; from 0.</param>
public sealed partial record MemoryWorkload(int Readers, int Writers)
{
    /// <summary>The process that is the memory.</summary>
    public static ProcessId Memory { get; } = new(1);

    /// <summary>How many processes there are, the memory included.</summary>
    public int Processes => 1 + Readers + Writers;

    /// <summary>
    /// What <paramref name="processes"/> do if nobody says otherwise: half of the clients write, but one at least, and the others
    /// read.
    /// </summary>
    public static MemoryWorkload Of(int processes)
    {
        var clients = processes - 1;
        var writers = Math.Min(clients, Math.Max(1, clients / 2));
        return new MemoryWorkload(clients - writers, writers);
    }

    /// <summary>Whether a process reads; otherwise it writes, unless it is the memory.</summary>
    public bool IsReader(ProcessId process) => process.Value <= 1 + Readers;

    /// <summary>What a process is: <c>Memory</c>, <c>Reader 2</c>, <c>Writer 4</c>.</summary>
    public string Name(ProcessId process) =>
        process == Memory ? "Memory" : IsReader(process) ? $"Reader {process}" : $"Writer {process}";

    /// <summary>In words: <c>2 readers, 1 writer</c>.</summary>
    public override string ToString() => $"{Count(Readers, "reader")}, {Count(Writers, "writer")}";

    /// <summary>Reads the words back; null if they are no words of it.</summary>
    public static MemoryWorkload? TryParse(string text) => Text().Match(text) is { Success: true } match
        && int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var readers)
        && int.TryParse(match.Groups[2].Value, CultureInfo.InvariantCulture, out var writers)
            ? new MemoryWorkload(readers, writers)
            : null;

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    [GeneratedRegex("^([0-9]{1,5}) readers?, ([0-9]{1,5}) writers?$")]
    private static partial Regex Text();
}
