using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Coterie.Network.Tests.Memory;

/// <summary>
/// The client of the old program, byte for byte: <c>R</c> and 4 bytes back; <c>W</c>, then 4 bytes in a packet of their own, and
/// <c>OK</c> back.
/// </summary>
internal sealed class OldClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<OldClient> ConnectAsync(IPEndPoint server)
    {
        var client = new OldClient();
        await client._socket.ConnectAsync(server);
        return client;
    }

    public async Task<int> ReadAsync()
    {
        await _socket.SendAsync("R"u8.ToArray());
        return BinaryPrimitives.ReadInt32LittleEndian(await ReceiveAsync(4));
    }

    public async Task WriteAsync(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        await _socket.SendAsync("W"u8.ToArray());
        await _socket.SendAsync(bytes);
        Assert.Equal("OK"u8.ToArray(), await ReceiveAsync(2));
    }

    public void Dispose() => _socket.Dispose();

    private async Task<byte[]> ReceiveAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var bytes = new byte[count];
        for (var received = 0; received < count;)
        {
            var more = await _socket.ReceiveAsync(bytes.AsMemory(received), patience.Token);
            received += more > 0 ? more : throw new IOException("The server closed the connection.");
        }
        return bytes;
    }
}
