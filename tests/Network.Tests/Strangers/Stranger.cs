using System.Net;
using System.Net.Sockets;

namespace Coterie.Network.Tests.Strangers;

/// <summary>Somebody who connects to a port and has his own idea of what to say there.</summary>
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

    /// <summary>Sends what the other takes; it may hang up before it has all.</summary>
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
    /// Sends as much as the other takes without reading the answers: until it takes no more or hangs up, or that was
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

    /// <summary>Sends no more, and listens still.</summary>
    public void FallSilent() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Hears everything until the other hangs up.</summary>
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

    /// <summary>Hangs up without a word: a reset.</summary>
    public void Vanish()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();
}
