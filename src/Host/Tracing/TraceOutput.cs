using System.Text;
using Coterie.Host.CommandLine;
using Coterie.Lab.Tracing.Pictures;
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

    /// <summary>Calls <paramref name="write"/> with a new file, or with the standard output if there is no path.</summary>
    /// <exception cref="UsageException">There is nothing to show.</exception>
    public static string? Write(string option, string? path, Func<TextWriter, string?> write)
    {
        try
        {
            var stream = path is null ? StandardStreams.OutputBytes : OutputStream.File(option, path);
            using var output = new StreamWriter(stream, new UTF8Encoding(false), BufferSize, leaveOpen: path is null);
            return write(output);
        }
        catch (PictureOptionsException problem)
        {
            throw new UsageException($"--{problem.Message}");
        }
    }
}
