using System.Net;
using System.Net.Sockets;

namespace Coterie.Network.Tests.Strangers;

/// <summary>A program that connects to a port and does not keep to the protocol there.</summary>
internal sealed class Stranger : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<Stranger> ConnectAsync(IPEndPoint server)
    {
        var stranger = new Stranger();
        await stranger._socket.ConnectAsync(server);
        return stranger;
    }

    /// <summary>Sends the bytes; the other side may close the connection before it has all.</summary>
    public async Task SayAsync(ReadOnlyMemory<byte> bytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[await _socket.SendAsync(bytes, patience.Token)..];
        }
        catch (SocketException)
        {
        }
    }

    /// <summary>
    /// Sends without reading the answers until the other side takes no more, closes the connection, or has taken
    /// <paramref name="most"/> bytes.
    /// </summary>
    public void SayWithoutListening(byte[] bytes, int most)
    {
        _socket.Blocking = false;
        try
        {
            for (var said = 0; said < most && _socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectWrite);)
                said += _socket.Send(bytes);
        }
        catch (SocketException)
        {
        }
    }

    /// <summary>Closes its own direction, but still receives.</summary>
    public void FallSilent() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Receives everything until the other side closes the connection.</summary>
    public async Task<int> HearOutAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[4096];
        var heard = 0;
        try
        {
            while (await _socket.ReceiveAsync(buffer, patience.Token) is var count and > 0)
                heard += count;
        }
        catch (SocketException)
        {
        }
        return heard;
    }

    /// <summary>Closes the connection with a reset.</summary>
    public void Vanish()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();
}
