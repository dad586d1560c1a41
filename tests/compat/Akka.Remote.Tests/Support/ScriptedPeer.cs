using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote.Tests;

/// <summary>The other end of one connection, played by a test, frame by frame.</summary>
internal sealed class ScriptedPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private ScriptedPeer(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket);
    }

    /// <summary>Connects to a system.</summary>
    public static async Task<ScriptedPeer> Connect(Address to)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Parse(to.Host!), to.Port!.Value);
        return new ScriptedPeer(socket);
    }

    /// <summary>Waits for a system to connect.</summary>
    public static async Task<ScriptedPeer> Accept(Socket listener)
    {
        using var limit = new CancellationTokenSource(Patience);
        return new ScriptedPeer(await listener.AcceptAsync(limit.Token));
    }

    /// <summary>A socket of this test's own for <see cref="Accept"/>, and the address that it stands for.</summary>
    public static (Socket Listener, Address Address) Listen(string system = "peer")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return (socket, new Address("akka.tcp", system, "127.0.0.1", ((IPEndPoint)socket.LocalEndPoint!).Port));
    }

    public async Task Send(byte[] bytes) => await _stream.WriteAsync(bytes);

    /// <summary>Sends one frame with its length.</summary>
    public async Task SendFrame(byte[] body)
    {
        var frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        body.CopyTo(frame, 4);
        await Send(frame);
    }

    public Task SendAssociate(Address self, int uid) => Send(Written(output => FrameWriter.WriteAssociate(output, self, (ulong)uid)));

    public Task SendControl(ControlCommand command) => Send(Written(output => FrameWriter.WriteControl(output, command)));

    public Task SendAck(ulong cumulative, params ulong[] nacks) => Send(Written(output => FrameWriter.WriteAck(output, new Ack(cumulative, nacks))));

    /// <summary>The body of the next frame; null: the other side has closed the connection.</summary>
    public async Task<byte[]?> Receive()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await Receive(limit.Token);
    }

    /// <summary>The next frame's command; <see cref="ControlCommand.None"/> for a message, null for the end.</summary>
    public async Task<ControlCommand?> ReceiveCommand() => await Receive() is { } body ? Frame.Read(body).Command : null;

    /// <summary>Waits until the other side has closed the connection.</summary>
    public async Task ExpectClose() => Assert.Null(await ReceiveUntil(_ => false));

    /// <summary>The next frame that is no heartbeat.</summary>
    public Task<byte[]?> ReceiveMessage() => ReceiveUntil(body => Frame.Read(body).Command != ControlCommand.Heartbeat);

    /// <summary>The next frame of a kind; null: the other side closed the connection before.</summary>
    public async Task<byte[]?> ReceiveUntil(Predicate<byte[]> wanted)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var body = await Receive(limit.Token);
            if (body is null || wanted(body)) return body;
        }
    }

    /// <summary>Does the handshake of the side that connects; the result is the uid of the other.</summary>
    public async Task<int> Introduce(Address self, int uid)
    {
        await SendAssociate(self, uid);
        return UidOf(await Receive());
    }

    /// <summary>Does the handshake of the side that is connected to.</summary>
    public async Task<int> Answer(Address self, int uid)
    {
        var other = UidOf(await Receive());
        await SendAssociate(self, uid);
        return other;
    }

    /// <summary>Closes without a word.</summary>
    public void Dispose() => _socket.Dispose();

    public static byte[] Written(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }

    private async Task<byte[]?> Receive(CancellationToken limit)
    {
        try
        {
            var length = new byte[4];
            if (await _stream.ReadAtLeastAsync(length, 4, throwOnEndOfStream: false, limit) < 4) return null;
            var body = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
            await _stream.ReadExactlyAsync(body, limit);
            return body;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static int UidOf(byte[]? body)
    {
        Assert.NotNull(body);
        var frame = Frame.Read(body);
        Assert.Equal(ControlCommand.Associate, frame.Command);
        return (int)frame.Handshake.Uid;
    }
}
