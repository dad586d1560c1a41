using System.Globalization;

namespace Coterie.Actors.Nodes;

/// <summary>
/// The handles (open files, sockets) of this process, as the operating system counts them. Known on Linux only.
/// </summary>
internal static class ProcessHandles
{
    private const string LimitsFile = "/proc/self/limits";
    private const string OpenFolder = "/proc/self/fd";
    private const string LimitLine = "Max open files";

    /// <summary>How many handles this process may have at once (<c>ulimit -n</c>); null: not known, or no limit.</summary>
    public static int? Limit() =>
        OperatingSystem.IsLinux() && File.Exists(LimitsFile) ? LimitIn(File.ReadLines(LimitsFile)) : null;

    /// <summary>How many it has now; null: not known, perhaps because counting needs one more handle.</summary>
    public static int? Open()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            return Directory.EnumerateFileSystemEntries(OpenFolder).Count() - 1; // without the one that counts
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The limit that applies now, in the lines of that file; null if there is none.</summary>
    internal static int? LimitIn(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith(LimitLine, StringComparison.Ordinal));
        var soft = line?[LimitLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? (int)Math.Min(limit, int.MaxValue)
            : null;
    }
}
