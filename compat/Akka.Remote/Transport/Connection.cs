using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Akka.Dispatch.Workers;
using Akka.Remote.Wire;

namespace Akka.Remote.Transport;

/// <summary>
/// One TCP connection. Whoever gets a batch of bytes becomes a worker: it hands the frames in it to the handler, and then runs the actors that
/// these woke, without a hop to another thread. What is written goes out in one piece when <see cref="Flush"/> is called.
/// </summary>
internal sealed class Connection : WorkItem
{
    private const int SmallRead = 4096; // what an idle connection holds
    private const int LargeRead = 65536;

    private static readonly PipeOptions Unlimited = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly Socket _socket;
    private readonly int _longestFrame;
    private readonly Pipe _input = new(Unlimited);
    private readonly Pipe _output = new(Unlimited);
    private readonly SocketAsyncEventArgs _receive = new(true);
    private readonly SocketAsyncEventArgs _send = new(true);
    private readonly Lock _sendGate = new();
    private IConnectionHandler _handler;
    private ReadOnlySequence<byte> _beingSent;
    private int _nextRead = SmallRead;
    private bool _insideFrame;
    private bool _started;
    private bool _sending;
    private bool _endsWhenSent;
    private int _closed;
    private long _written;
    private long _sent;

    public Connection(Socket socket, int longestFrame, IConnectionHandler handler)
    {
        _socket = socket;
        _longestFrame = longestFrame;
        _handler = handler;
        _receive.Completed += (_, _) => Worker.Work(this);
        _send.Completed += (_, _) => OnSent();
    }

    /// <summary>Counts the batches that have come, so that silence can be told.</summary>
    public long Received { get; private set; }

    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Where frames are written to; one thread at a time, then <see cref="Flush"/>.</summary>
    public IBufferWriter<byte> Output => _output.Writer;

    /// <summary>Bytes that were written and have not been taken by the operating system; for whoever writes.</summary>
    public long Unsent => _written + _output.Writer.UnflushedBytes - Volatile.Read(ref _sent);

    /// <summary>Begins to receive.</summary>
    public void Start() => Worker.Submit(this);

    /// <summary>Hands what comes from now on to another handler; from <see cref="IConnectionHandler.OnFrame"/> or before <see cref="Start"/>.</summary>
    public void HandOver(IConnectionHandler handler) => Volatile.Write(ref _handler, handler);

    /// <summary>Sends what has been written; returns at once.</summary>
    public void Flush()
    {
        _written += _output.Writer.UnflushedBytes;
        Committed(_output.Writer.FlushAsync());
        lock (_sendGate) SendWhatWaits();
    }

    /// <summary>Sends what has been written, tells the peer that nothing more will come, and closes when the peer does.</summary>
    public void End()
    {
        lock (_sendGate) _endsWhenSent = true;
        Flush();
    }

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
        Committed(_input.Writer.FlushAsync());
        _input.Reader.TryRead(out var result);
        var received = result.Buffer;
        while (!IsClosed && FrameSplitter.TryTake(ref received, _longestFrame, out var body)) Hand(body);
        _insideFrame = !received.IsEmpty;
        _input.Reader.AdvanceTo(received.Start, received.End);
        return !IsClosed;
    }

    private void Hand(in ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
        {
            _handler.OnFrame(body.FirstSpan);
            return;
        }
        var whole = ArrayPool<byte>.Shared.Rent((int)body.Length);
        body.CopyTo(whole);
        _handler.OnFrame(whole.AsSpan(0, (int)body.Length));
        ArrayPool<byte>.Shared.Return(whole);
    }

    // Only under the gate.
    private void SendWhatWaits()
    {
        if (_sending || IsClosed) return;
        try
        {
            while (_output.Reader.TryRead(out var result))
            {
                _beingSent = result.Buffer;
                _send.SetBuffer(MemoryMarshal.AsMemory(_beingSent.First));
                _sending = true;
                if (_socket.SendAsync(_send)) return;
                TakeSent();
            }
            if (_endsWhenSent) _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            CloseLater(failure);
        }
    }

    private void TakeSent()
    {
        _sending = false;
        if (_send.SocketError != SocketError.Success) throw new SocketException((int)_send.SocketError);
        Volatile.Write(ref _sent, _sent + _send.BytesTransferred);
        _output.Reader.AdvanceTo(_beingSent.GetPosition(_send.BytesTransferred));
    }

    private void OnSent()
    {
        lock (_sendGate)
        {
            try
            {
                TakeSent();
            }
            catch (SocketException failure)
            {
                CloseLater(failure);
                return;
            }
            SendWhatWaits();
        }
        Volatile.Read(ref _handler).OnWritable();
    }

    // The handler must not hear of it while its own lock or the gate is held.
    private void CloseLater(Exception failure) =>
        ThreadPool.UnsafeQueueUserWorkItem(state => state.Self.Close(state.Failure), (Self: this, Failure: failure), preferLocal: false);

    // Without a limit to wait for, a pipe takes what it gets at once.
    private static void Committed(ValueTask<FlushResult> flush) => _ = flush.GetAwaiter().GetResult();
}
