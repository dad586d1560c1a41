using System.Globalization;

namespace Coterie.Network.Tests.Variables;

/// <summary>
/// Histories that are too long for every day. With the environment variable <c>HISTORY_OPERATIONS</c>, such as 100000, they are
/// made and judged; with <c>HISTORY_FOLDER</c>, they are written there, too.
/// </summary>
internal static class LongHistory
{
    /// <summary>Why there is none; null if there is.</summary>
    public static string? Missing =>
        Networks.Machines.Missing ?? (Operations is null ? "takes long; HISTORY_OPERATIONS says how many operations" : null);

    /// <summary>How many operations.</summary>
    public static int? Operations => Environment.GetEnvironmentVariable("HISTORY_OPERATIONS") is { } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : null;

    /// <summary>Writes a history, if that is wanted.</summary>
    public static void Write(string name, IEnumerable<string> lines)
    {
        if (Environment.GetEnvironmentVariable("HISTORY_FOLDER") is { } folder)
            File.WriteAllLines(Path.Combine(folder, $"{name}.jsonl"), lines);
    }
}

/// <summary>A test of a <see cref="LongHistory"/>.</summary>
internal sealed class LongHistoryTheoryAttribute : TheoryAttribute
{
    public LongHistoryTheoryAttribute() => Skip = LongHistory.Missing;
}
