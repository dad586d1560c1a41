using System.Globalization;
using System.Runtime.InteropServices;

namespace Coterie.Host.CommandLine;

/// <summary>
/// The standard input and outputs, in every state in which a process may get them: full, closed, or without a reader. If the
/// reader is gone or the output was closed from the start, that is no failure: nobody wants what is written there.
/// </summary>
internal static class StandardStreams
{
    private static OutputStream? _output;

    /// <summary>Whether this process has no standard input.</summary>
    public static bool IsInputClosed { get; private set; }

    /// <summary>
    /// Whether a write to the standard output has waited for its reader for longer than <paramref name="time"/>.
    /// </summary>
    public static bool IsOutputStuckFor(TimeSpan time) => _output?.WritingFor > time;

    /// <summary>Whether the reader of the standard output is gone. .NET hides that from whoever writes.</summary>
    public static bool HasNoReader
    {
        get
        {
            const short ErrorOrHangUp = 8 | 16;
            var output = new PollHandle { Handle = 1 };
            return !OperatingSystem.IsWindows() && Poll(ref output, 1, 0) > 0 && (output.Happened & ErrorOrHangUp) != 0;
        }
    }

    /// <summary>The standard output, for text in an encoding of its own. Not to be closed.</summary>
    public static Stream OutputBytes => _output ?? Console.OpenStandardOutput();

    /// <summary>Gives them to <see cref="Console"/>. To be called before anything is read or written.</summary>
    public static void Install()
    {
        IsInputClosed = IsOfTheRuntime(0);
        if (IsInputClosed)
            Console.SetIn(TextReader.Null);
        _output = Open(1, Console.OpenStandardOutput, failure =>
        {
            if (failure is not UnauthorizedAccessException)
                OutputFailure.Note($"the standard output cannot be written: {failure.Message}.");
        });
        Console.SetOut(Writer(_output));
        Console.SetError(Writer(Open(2, Console.OpenStandardError, _ => { })));
    }

    private static OutputStream Open(int handle, Func<Stream> open, Action<Exception> failed)
    {
        var isClosed = IsInputClosed && IsOfTheRuntime(handle);
        return new OutputStream(isClosed ? () => Stream.Null : open, failed);
    }

    private static StreamWriter Writer(Stream stream) => new(stream, Console.OutputEncoding) { AutoFlush = true };

    // If a handle was closed at the start, the runtime uses its number for a pipe of its own, through which it gets signals.
    // Whoever reads from that pipe takes the signals away. Both ends of such a pipe are in this process.
    private static bool IsOfTheRuntime(int handle)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        if (Target(handle) is not { } target || !target.StartsWith("pipe:", StringComparison.Ordinal))
            return false;
        var isWriting = IsWriting(handle);
        return new DirectoryInfo("/proc/self/fd").EnumerateFiles().Any(file =>
            int.TryParse(file.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var other)
            && Target(other) == target
            && IsWriting(other) != isWriting);
    }

    private static string? Target(int handle)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle}")).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsWriting(int handle)
    {
        try
        {
            var lines = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{handle}"));
            return lines.First(line => line.StartsWith("flags:", StringComparison.Ordinal))[^1] is '1' or '2';
        }
        catch (IOException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll(ref PollHandle handle, nuint count, int timeout);

    private struct PollHandle
    {
        public int Handle;
        public short Asked;
        public short Happened;
    }
}
