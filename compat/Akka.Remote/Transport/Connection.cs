using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Akka.Dispatch.Workers;

namespace Akka.Remote.Transport;

/// <summary>
/// One TCP connection. The thread that gets a batch of bytes becomes a worker: it hands the frames in it to the handler, and then runs the actors that
/// these woke and sends what they answer, without a hop to another thread.
/// </summary>
internal sealed class Connection : WorkItem
{
    /// <summary>Pipes that take what they get at once.</summary>
    public static readonly PipeOptions Unlimited = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);

    private const int SmallRead = 4096; // what an idle connection holds
    private const int LargeRead = 65536;

    private readonly Socket _socket;
    private readonly SocketWriter _writer;
    private readonly int _longestFrame;
    private readonly Pipe _input = new(Unlimited);
    private readonly SocketAsyncEventArgs _receive = new(true);
    private IConnectionHandler _handler;
    private int _nextRead = SmallRead;
    private bool _started;
    private bool _insideFrame;
    private int _closed;

    public Connection(Socket socket, int longestFrame, IConnectionHandler handler)
    {
        _socket = socket;
        _longestFrame = longestFrame;
        _handler = handler;
        _writer = new SocketWriter(socket, () => Volatile.Read(ref _handler).OnWritable(), Close);
        _receive.Completed += (_, _) => Worker.Work(this);
    }

    /// <summary>Counts the batches that have come, so that silence can be told.</summary>
    public long Received { get; private set; }

    /// <inheritdoc cref="SocketWriter.Output"/>
    public IBufferWriter<byte> Output => _writer.Output;

    /// <inheritdoc cref="SocketWriter.Unsent"/>
    public long Unsent => _writer.Unsent;

    private bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Hands over what was written to a pipe without a limit.</summary>
    public static void Commit(PipeWriter written) => _ = written.FlushAsync().GetAwaiter().GetResult();

    /// <summary>Begins to receive.</summary>
    public void Start() => Worker.Submit(this);

    /// <summary>Hands what comes from now on to another handler.</summary>
    public void HandOver(IConnectionHandler handler) => Volatile.Write(ref _handler, handler);

    /// <inheritdoc cref="SocketWriter.Flush"/>
    public void Flush() => _writer.Flush();

    /// <summary>Sends what has been written, and tells the peer that nothing more will come. The connection is closed when the peer closes it.</summary>
    public void End() => _writer.End();

    /// <summary>Closes at once; any thread.</summary>
    public void Close(Exception? reason = null)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        _socket.Dispose();
        Volatile.Read(ref _handler).OnClosed(reason);
    }

    /// <summary>Closes as a crash would: what is on its way is lost, and the peer is told nothing.</summary>
    public void Abort()
    {
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
        }
        Close(new IOException("The connection was cut."));
    }

    public override void RunOnWorker()
    {
        try
        {
            if (_started && !TakeReceived()) return;
            _started = true;
            _receive.SetBuffer(_input.Writer.GetMemory(_nextRead));
            if (!_socket.ReceiveAsync(_receive)) Worker.Submit(this); // the actors that this batch woke come first
        }
        catch (Exception failure)
        {
            Close(failure);
        }
    }

    // False: the connection is closed.
    private bool TakeReceived()
    {
        if (_receive.SocketError != SocketError.Success) throw new SocketException((int)_receive.SocketError);
        var count = _receive.BytesTransferred;
        if (count == 0)
        {
            Close(_insideFrame ? new IOException("The connection was closed inside a frame.") : null);
            return false;
        }
        Received++;
        _nextRead = count == _receive.MemoryBuffer.Length ? LargeRead : SmallRead;
        _input.Writer.Advance(count);
        Commit(_input.Writer);
        HandFrames();
        return !IsClosed;
    }

    private void HandFrames()
    {
        _input.Reader.TryRead(out var result);
        var received = result.Buffer;
        while (!IsClosed && FrameSplitter.TryTake(ref received, _longestFrame, out var body)) Hand(body);
        _insideFrame = !received.IsEmpty;
        _input.Reader.AdvanceTo(received.Start, received.End);
    }

    private void Hand(in ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
        {
            Volatile.Read(ref _handler).OnFrame(body.FirstSpan);
            return;
        }
        var whole = ArrayPool<byte>.Shared.Rent((int)body.Length);
        body.CopyTo(whole);
        Volatile.Read(ref _handler).OnFrame(whole.AsSpan(0, (int)body.Length));
        ArrayPool<byte>.Shared.Return(whole);
    }
}
