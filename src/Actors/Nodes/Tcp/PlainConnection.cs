using System.Net.Sockets;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>A socket. What it takes at once is sent on the thread of the caller.</summary>
internal sealed class PlainConnection : IConnection
{
    private readonly Socket _socket;

    public PlainConnection(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        // Mostly all is sent at once; the limit costs something only otherwise.
        var sent = _socket.Send(bytes.Span, SocketFlags.None, out var error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
            throw new SocketException((int)error);
        var left = bytes[Math.Max(0, sent)..];
        return left.IsEmpty ? default : SendLimit.KeepAsync(limit => SendAsync(left, limit));
    }

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer) => _socket.ReceiveAsync(buffer);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async ValueTask SendAsync(ReadOnlyMemory<byte> left, CancellationToken limit)
    {
        while (!left.IsEmpty)
            left = left[await _socket.SendAsync(left, limit).ConfigureAwait(false)..];
    }
}
