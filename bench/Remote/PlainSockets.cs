using System.Net;
using System.Net.Sockets;

namespace Coterie.Bench.Remote;

/// <summary>The floor: bytes to and fro over one connection, a thread blocking at each end, nobody looking at what they say.</summary>
internal static class PlainSockets
{
    /// <summary>About what a short string takes with its receiver, its sender and its frame.</summary>
    private const int FrameSize = 160;

    /// <summary>Sends <paramref name="frames"/> through an echo in this process, with up to <paramref name="window"/> of them under way.</summary>
    public static async Task PingPong(int window, int frames)
    {
        using var listener = Listen(out var port);
        var echo = Task.Run(() => EchoOne(listener));
        await Exchange(port, window, frames);
        await echo;
    }

    public static Socket Listen(out int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        return listener;
    }

    /// <summary>Accepts one connection and sends back what comes, until it closes.</summary>
    public static void EchoOne(Socket listener)
    {
        using var peer = listener.Accept();
        peer.NoDelay = true;
        var buffer = new byte[1 << 16];
        for (var read = peer.Receive(buffer); read > 0; read = peer.Receive(buffer)) SendAll(peer, buffer.AsSpan(0, read));
    }

    /// <summary>Sends as many frames as the window allows, and one more for each that comes back.</summary>
    public static Task Exchange(int port, int window, int frames) => Task.Factory.StartNew(() =>
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        var buffer = new byte[1 << 16];
        long toSend = (long)Math.Min(window, frames) * FrameSize, unsent = ((long)frames * FrameSize) - toSend, toReceive = (long)frames * FrameSize;
        while (toReceive > 0)
        {
            for (; toSend > 0; toSend -= Math.Min(toSend, buffer.Length)) SendAll(socket, buffer.AsSpan(0, (int)Math.Min(toSend, buffer.Length)));
            var read = socket.Receive(buffer);
            toReceive -= read;
            toSend = Math.Min(read, unsent);
            unsent -= toSend;
        }
    }, TaskCreationOptions.LongRunning);

    private static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[socket.Send(bytes)..];
    }
}
