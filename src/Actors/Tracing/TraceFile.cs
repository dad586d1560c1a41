using Coterie.Mutex;
using Coterie.Simulation;

namespace Coterie.Tracing;

/// <summary>A file into which the trace of a run is written while it happens.</summary>
public sealed class TraceFile : IDisposable
{
    private readonly TraceWriter _writer;

    private TraceFile(TraceWriter writer, TraceRecorder recorder) => (_writer, Recorder) = (writer, recorder);

    /// <summary>Is to be told of the run.</summary>
    public TraceRecorder Recorder { get; }

    /// <summary>Makes the file, or makes it anew.</summary>
    /// <param name="path">Where.</param>
    /// <param name="algorithm">The rules of the run.</param>
    /// <param name="processes">N.</param>
    /// <param name="seed">Of the random draws.</param>
    /// <param name="started">When the run begins; null for a run in virtual time, which begins with the year 1970.</param>
    /// <param name="nodes">On how many nodes the run is; default 1.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static TraceFile Create(string path, MutexAlgorithm algorithm, int processes, long seed, DateTimeOffset? started, int nodes = 1)
    {
        var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        var header = new TraceHeader(algorithm.Name, processes, seed, started is null, started ?? DateTimeOffset.UnixEpoch)
        {
            Bug = algorithm.Bug,
            Nodes = nodes == 1 ? [] : [.. RunShares.Of(processes, nodes).Select(share => share.Count)],
        };
        var writer = new TraceWriter(stream, header);
        return new TraceFile(writer, new TraceRecorder(processes, algorithm.Promises, writer.Write));
    }

    /// <summary>The run is over, and its trace whole.</summary>
    /// <param name="isCut">Whether it ended in the middle, while it still went on.</param>
    public void Complete(bool isCut) => _writer.End(isCut);

    /// <summary>Closes the file; without <see cref="Complete"/>, whoever reads it finds it cut.</summary>
    public void Dispose() => _writer.Dispose();
}
