using System.Text;
using Coterie.Host.CommandLine;
using Coterie.Tracing.Pictures;
using Spectre.Console;

namespace Coterie.Host.Tracing;

/// <summary>Where a picture goes: a file, or the standard output.</summary>
internal static class TraceOutput
{
    private const int BufferSize = 64 * 1024;
    private const int LeastWidth = 40;
    private const int MostWidth = 1000;

    /// <summary>The columns of the terminal, as far as a picture can use them.</summary>
    public static int TerminalWidth => Math.Clamp(AnsiConsole.Profile.Width, LeastWidth, MostWidth);

    /// <summary>Whether the terminal shows colours, and its user wants them.</summary>
    public static bool IsColoured => AnsiConsole.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;

    /// <summary>Has <paramref name="write"/> write to the file of that name, made anew, or to the standard output where there is none.</summary>
    /// <exception cref="UsageException">The file cannot be written, or there is nothing to show.</exception>
    public static string? Write(string? path, Func<TextWriter, string?> write)
    {
        try
        {
            using var output = new StreamWriter(path is null ? Console.OpenStandardOutput() : new LateFile(path), new UTF8Encoding(false), BufferSize);
            return write(output);
        }
        catch (Exception problem) when (path is not null && problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--out must be a file that can be written, was [{path}]: {problem.Message}");
        }
        catch (PictureOptionsException problem)
        {
            throw new UsageException($"--{problem.Message}");
        }
    }
}
