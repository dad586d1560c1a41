namespace Coterie.Host.CommandLine;

/// <summary>
/// An output whose writer need not handle failures: after the first one, nothing more is written. The first write opens the
/// output, and replaces the file if it is one: a command that fails before it writes keeps the file as it was.
/// </summary>
/// <param name="open">Opens the output, without a buffer.</param>
/// <param name="failed">Called with the first failure.</param>
internal sealed class OutputStream(Func<Stream> open, Action<Exception> failed) : Stream
{
    private Stream? _stream;
    private bool _hasFailed;
    private long _writingSince;

    /// <summary>How long the current write has taken so far; zero if there is none. Can be read on any thread.</summary>
    public TimeSpan WritingFor => Volatile.Read(ref _writingSince) is not 0 and var since
        ? TimeProvider.System.GetElapsedTime(since)
        : TimeSpan.Zero;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A file. Its contents are replaced.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">Its name.</param>
    public static OutputStream File(string option, string path) => new(
        () => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0),
        failure => OutputFailure.Note(Sentence(option, path, failure)));

    /// <summary>A file that is open already.</summary>
    public static OutputStream File(string option, string path, FileStream file) =>
        new(() => file, failure => OutputFailure.Note(Sentence(option, path, failure)));

    /// <summary>The error if a file cannot be written.</summary>
    public static string Sentence(string option, string path, Exception failure) =>
        $"{option} must be a file that can be written, was [{path}]: {failure.Message}";

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_hasFailed)
            return;
        Volatile.Write(ref _writingSince, TimeProvider.System.GetTimestamp());
        try
        {
            _stream ??= open();
            _stream.Write(buffer);
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            _hasFailed = true;
            failed(failure);
        }
        finally
        {
            Volatile.Write(ref _writingSince, 0);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream?.Dispose();
        base.Dispose(disposing);
    }
}
