using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Remote.Configuration;

namespace Akka.Remote.Transport;

/// <summary>Makes sockets as the settings say.</summary>
internal sealed class Sockets(TcpSettings settings)
{
    /// <exception cref="SocketException">It cannot be bound.</exception>
    /// <exception cref="TimeoutException">The address of the host name was not found in time.</exception>
    public Socket Listen(TimeSpan limit)
    {
        var address = Hosts.ToListen(settings.Hostname, settings.PrefersIPv6, limit);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            SizeBuffers(socket); // accepted sockets inherit the sizes
            socket.Bind(new IPEndPoint(address, settings.Port));
            socket.Listen(settings.Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="SocketException">It cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It took longer than the settings allow.</exception>
    public async Task<Socket> Connect(Address to)
    {
        using var limit = new CancellationTokenSource(settings.ConnectTimeout);
        var address = await Hosts.Resolve(to.Host!, settings.PrefersIPv6, limit.Token).ConfigureAwait(false);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            SizeBuffers(socket);
            Prepare(socket);
            await socket.ConnectAsync(new IPEndPoint(address, to.Port!.Value), limit.Token).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sets what each connected socket needs.</summary>
    public void Prepare(Socket socket)
    {
        socket.NoDelay = settings.NoDelay;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, settings.KeepAlive);
    }

    private void SizeBuffers(Socket socket)
    {
        if (settings.SendBuffer > 0) socket.SendBufferSize = settings.SendBuffer;
        if (settings.ReceiveBuffer > 0) socket.ReceiveBufferSize = settings.ReceiveBuffer;
    }
}
