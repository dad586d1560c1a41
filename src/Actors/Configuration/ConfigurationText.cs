using System.Globalization;
using System.Text;
using Coterie.Actors.Text;

namespace Coterie.Actors.Configuration;

/// <summary>Reads the text of a configuration file, or of a pipe: at most <see cref="MostBytes"/> of UTF-8.</summary>
internal static class ConfigurationText
{
    /// <summary>The most bytes of a file: about two hundred times what all settings need.</summary>
    public const int MostBytes = 256 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads a file; a pipe until its writer closes it. A byte-order mark of UTF-8 at the beginning is skipped.
    /// </summary>
    /// <exception cref="ConfigurationFileException">It cannot be read, is too large, or is not UTF-8.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the end of the file.</exception>
    public static string Read(string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            // Opening a pipe without a writer waits for one, and nothing can interrupt that. So another thread does it; if
            // cancelled, it stays behind.
            var reading = Task.Run(() => ReadBytes(path), CancellationToken.None);
            return Decode(path, reading.WaitAsync(cancellation).GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var was = e switch
            {
                FileNotFoundException or DirectoryNotFoundException => "absent",
                UnauthorizedAccessException => Directory.Exists(path) ? "a directory" : "not readable",
                _ => Printable.Escape(e.Message),
            };
            throw new ConfigurationFileException(new Place(path, 0, 0), $"The file must be readable, was [{was}].", e);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var bytes = new byte[4096];
        var count = 0;
        while (stream.Read(bytes, count, bytes.Length - count) is > 0 and var read)
        {
            count += read;
            if (count > MostBytes)
            {
                throw new ConfigurationFileException(
                    new Place(path, 0, 0), $"The file must have at most {MostBytes} bytes, was [larger].");
            }
            if (count == bytes.Length)
                Array.Resize(ref bytes, bytes.Length * 2);
        }
        return bytes[..count];
    }

    private static string Decode(string path, byte[] bytes)
    {
        var text = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            var before = Encoding.UTF8.GetString(text[..Math.Clamp(e.Index, 0, text.Length)]);
            var was = string.Join(' ', (e.BytesUnknown ?? []).Select(bad => bad.ToString("X2", CultureInfo.InvariantCulture)));
            var place = new SourceText(path, before).At(before.Length);
            throw new ConfigurationFileException(place, $"The file must be text in UTF-8, was [{was}].", e);
        }
    }
}
