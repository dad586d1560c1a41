using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;

namespace Coterie.Lab.Tracing;

/// <summary>A file into which the trace of a run is written while it happens.</summary>
public sealed class TraceFile : IDisposable
{
    private readonly TraceWriter _writer;
    private readonly Action<IOException>? _failed;
    private IOException? _failure;

    private TraceFile(Stream stream, TraceHeader header, Protocol protocol, Action<IOException>? failed)
    {
        _failed = failed;
        _writer = new TraceWriter(stream, header);
        Recorder = new TraceRecorder(header.Processes, protocol, happened => Try(() => _writer.Write(happened)));
    }

    /// <summary>The listener that writes the run into the file.</summary>
    public TraceRecorder Recorder { get; }

    /// <summary>Creates the file, or overwrites it.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="protocol">The rules of the run.</param>
    /// <param name="processes">N.</param>
    /// <param name="seed">The seed of the random draws.</param>
    /// <param name="started">When the run begins; null for a run in virtual time, which begins with the year 1970.</param>
    /// <param name="nodes">On how many nodes the run is; default 1.</param>
    /// <param name="failed">
    /// Called once, on the thread that records, if the file can no longer be written; later events are dropped. The run goes on.
    /// Without it, <see cref="Complete"/> throws the exception.
    /// </param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static TraceFile Create(
        string path, Protocol protocol, int processes, long seed, DateTimeOffset? started, int nodes = 1,
        Action<IOException>? failed = null)
    {
        var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var header = TraceHeader.Of(protocol, processes, seed, started) with
        {
            Nodes = nodes == 1 ? [] : [.. RunShares.Of(processes, nodes).Select(share => share.Count)],
        };
        return new TraceFile(stream, header, protocol, failed);
    }

    /// <summary>The run is over, and its trace is complete.</summary>
    /// <param name="isCut">Whether the trace ends before the run did.</param>
    /// <exception cref="IOException">The file could not be written, and no callback was given.</exception>
    public void Complete(bool isCut)
    {
        Try(() => _writer.End(isCut));
        if (_failure is not null && _failed is null)
            throw new IOException(_failure.Message, _failure);
    }

    /// <summary>Closes the file; without <see cref="Complete"/>, its readers find it cut.</summary>
    public void Dispose() => Try(_writer.Dispose, isLast: true);

    private void Try(Action write, bool isLast = false)
    {
        if (_failure is not null && !isLast)
            return;
        try
        {
            write();
        }
        catch (IOException failure)
        {
            if (_failure is null)
                _failed?.Invoke(failure);
            _failure ??= failure;
        }
    }
}
