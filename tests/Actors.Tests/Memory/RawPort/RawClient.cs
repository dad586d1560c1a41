using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>A client of the raw port as any language can write it: a socket and bytes.</summary>
internal sealed class RawClient : IDisposable
{
    private const int MostUnanswered = 64 << 20; // far above what two sockets hold

    // A test that waits for something that never comes ends after this time instead of hanging.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(300);

    public RawClient(IPEndPoint server, Action<Socket>? prepare = null)
    {
        Socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        prepare?.Invoke(Socket);
        Socket.Connect(server);
    }

    public Socket Socket { get; }

    public IPEndPoint Address => (IPEndPoint)Socket.LocalEndPoint!;

    public int ReadsAnswered { get; private set; }

    public static byte[] Write(int value)
    {
        var command = new byte[5];
        command[0] = (byte)'W';
        BinaryPrimitives.WriteInt32LittleEndian(command.AsSpan(1), value);
        return command;
    }

    public static byte[] Reads(int count) => Bytes(new string('R', count));

    public static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    public static byte[] Values(params IEnumerable<int> values) => [.. values.SelectMany(BitConverter.GetBytes)];

    /// <summary>For a client that should get stuck soon.</summary>
    public static void KeepBuffersSmall(Socket socket) => (socket.ReceiveBufferSize, socket.SendBufferSize) = (4096, 4096);

    public async Task SendAsync(params byte[] bytes)
    {
        using var limit = new CancellationTokenSource(LongestWait);
        for (var sent = 0; sent < bytes.Length;)
            sent += await Socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None, limit.Token);
    }

    public async Task<byte[]> ReceiveAsync(int count)
    {
        var bytes = new byte[count];
        using var limit = new CancellationTokenSource(LongestWait);
        for (var received = 0; received < count;)
        {
            var more = await Socket.ReceiveAsync(bytes.AsMemory(received), SocketFlags.None, limit.Token);
            Assert.True(more > 0, $"The connection ended after {received} of {count} bytes.");
            received += more;
        }
        return bytes;
    }

    public async Task<int> ReadAsync()
    {
        await SendAsync((byte)'R');
        var answer = await ReceiveAsync(4);
        ReadsAnswered++;
        return BinaryPrimitives.ReadInt32LittleEndian(answer);
    }

    public async Task WriteAsync(int value)
    {
        await SendAsync(Write(value));
        Assert.Equal("OK"u8.ToArray(), await ReceiveAsync(2));
    }

    /// <summary>Sends reads and takes no answers, until neither side has room for more.</summary>
    /// <param name="fence">Another client, which is served all the while.</param>
    /// <returns>How many reads went out.</returns>
    public async Task<int> SendUntilStuckAsync(RawClient fence)
    {
        var commands = Reads(16 << 10);
        var sent = 0;
        Socket.Blocking = false;
        // If the server is only slow, and not stuck, the test shows less but does not fail.
        while (Socket.Poll(LongestPause, SelectMode.SelectWrite))
        {
            var count = Socket.Send(commands, SocketFlags.None, out _);
            sent += count;
            Assert.InRange(sent, 0, MostUnanswered);
            await fence.ReadAsync();
        }
        Socket.Blocking = true;
        return sent;
    }

    /// <summary>How many bytes come until the server closes.</summary>
    public async Task<int> ReceiveToEndAsync()
    {
        using var limit = new CancellationTokenSource(LongestWait);
        var buffer = new byte[64 << 10];
        var received = 0;
        while (await Socket.ReceiveAsync(buffer, SocketFlags.None, limit.Token) is > 0 and var more)
            received += more;
        return received;
    }

    /// <summary>Nothing more comes: the server has closed, in good order.</summary>
    public async Task ExpectEndAsync() => Assert.Equal(0, await ReceiveToEndAsync());

    /// <summary>Closes with a reset instead of an end.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }

    public void Dispose() => Socket.Dispose();
}
