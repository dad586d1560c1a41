using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Akka.Remote.Transport;

/// <summary>The sending half of a connection. What has been written goes out in one piece, on the thread that flushes, unless the operating system has no room for it.</summary>
internal sealed class SocketWriter
{
    private readonly Socket _socket;
    private readonly Action _sent;
    private readonly Action<Exception> _failed;
    private readonly Pipe _pipe = new(Connection.Unlimited);
    private readonly SocketAsyncEventArgs _operation = new(true);
    private readonly Lock _gate = new();
    private ReadOnlySequence<byte> _beingSent;
    private bool _sending;
    private bool _endsWhenSent;
    private bool _broken;
    private long _written;
    private long _taken;

    /// <param name="socket">Where to.</param>
    /// <param name="sent">Called when what had to wait has been sent.</param>
    /// <param name="failed">Called when nothing can be sent any more; never while a lock of the caller's is held.</param>
    public SocketWriter(Socket socket, Action sent, Action<Exception> failed)
    {
        _socket = socket;
        _sent = sent;
        _failed = failed;
        _operation.Completed += (_, _) => OnSent();
    }

    /// <summary>Where frames are written to; one thread at a time, then <see cref="Flush"/>.</summary>
    public IBufferWriter<byte> Output => _pipe.Writer;

    /// <summary>Bytes that were written and have not been taken by the operating system; for whoever writes.</summary>
    public long Unsent => _written + _pipe.Writer.UnflushedBytes - Volatile.Read(ref _taken);

    /// <summary>Sends what has been written; returns at once.</summary>
    public void Flush()
    {
        _written += _pipe.Writer.UnflushedBytes;
        Connection.Commit(_pipe.Writer);
        lock (_gate) SendWhatWaits();
    }

    /// <summary>Sends what has been written, and then tells the peer that nothing more will come.</summary>
    public void End()
    {
        lock (_gate) _endsWhenSent = true;
        Flush();
    }

    private void SendWhatWaits()
    {
        if (_sending || _broken) return;
        try
        {
            while (_pipe.Reader.TryRead(out var result))
            {
                _beingSent = result.Buffer;
                _operation.SetBuffer(MemoryMarshal.AsMemory(_beingSent.First));
                _sending = true;
                if (_socket.SendAsync(_operation)) return;
                TakeSent();
            }
            if (_endsWhenSent) _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            Break(failure);
        }
    }

    private void TakeSent()
    {
        _sending = false;
        if (_operation.SocketError != SocketError.Success) throw new SocketException((int)_operation.SocketError);
        Volatile.Write(ref _taken, _taken + _operation.BytesTransferred);
        _pipe.Reader.AdvanceTo(_beingSent.GetPosition(_operation.BytesTransferred));
    }

    private void OnSent()
    {
        lock (_gate)
        {
            try
            {
                TakeSent();
            }
            catch (SocketException failure)
            {
                Break(failure);
                return;
            }
            SendWhatWaits();
        }
        _sent();
    }

    private void Break(Exception failure)
    {
        _broken = true;
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.Self._failed(state.Failure), (Self: this, Failure: failure), preferLocal: false);
    }
}
