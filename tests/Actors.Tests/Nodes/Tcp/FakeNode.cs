using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Coterie.Actors.Nodes;
using Google.Protobuf;

namespace Coterie.Tests.Nodes.Tcp;

/// <summary>A node of which only the sockets are there: it introduces itself, and says nothing more.</summary>
internal sealed class FakeNode : IDisposable
{
    private const int Associate = 1;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ulong _uid;

    public FakeNode(ulong uid)
    {
        _uid = uid;
        _listener.Start();
    }

    public string Address => $"akka.tcp://{Node.SystemName}@127.0.0.1:{Port}";

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Accepts the next connection, and introduces itself.</summary>
    public async Task<Socket> AcceptAsync(CancellationToken limit)
    {
        var socket = await _listener.AcceptSocketAsync(limit);
        await socket.ReceiveAsync(new byte[1000], limit);
        await socket.SendAsync(Introduction(), limit);
        return socket;
    }

    /// <summary>Connects, introduces itself, and waits for the answer.</summary>
    public async Task<Socket> ConnectAsync(int port, CancellationToken limit)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, limit);
        await socket.SendAsync(Introduction(), limit);
        Assert.NotEqual(0, await socket.ReceiveAsync(new byte[1000], limit));
        return socket;
    }

    public void Dispose() => _listener.Dispose();

    private byte[] Introduction()
    {
        var origin = Message(output =>
        {
            Text(output, 1, Node.SystemName);
            Text(output, 2, "127.0.0.1");
            output.WriteTag(3, WireFormat.WireType.Varint);
            output.WriteUInt32((uint)Port);
            Text(output, 4, "tcp");
        });
        var handshake = Message(output =>
        {
            Part(output, 1, origin);
            output.WriteTag(2, WireFormat.WireType.Fixed64);
            output.WriteFixed64(_uid);
        });
        var instruction = Message(output =>
        {
            output.WriteTag(1, WireFormat.WireType.Varint);
            output.WriteEnum(Associate);
            Part(output, 2, handshake);
        });
        var frame = Message(output => Part(output, 2, instruction));
        var bytes = new byte[sizeof(int) + frame.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, frame.Length);
        frame.CopyTo(bytes, sizeof(int));
        return bytes;
    }

    private static void Text(CodedOutputStream output, int field, string text) =>
        Part(output, field, ByteString.CopyFromUtf8(text));

    private static void Part(CodedOutputStream output, int field, ByteString part)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(part);
    }

    private static ByteString Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
            write(output);
        return ByteString.CopyFrom(bytes.ToArray());
    }
}
