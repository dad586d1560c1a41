using System.Net;
using System.Net.Sockets;
using Akka.Event;

namespace Akka.Remote.Transport;

/// <summary>Accepts connections.</summary>
internal sealed class Listener(Socket socket, Action<Socket> accepted, ILoggingAdapter log) : IDisposable
{
    private static readonly TimeSpan PauseWithoutResources = TimeSpan.FromMilliseconds(100);

    private volatile bool _disposed;

    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    public void Start() => _ = AcceptAll();

    public void Dispose()
    {
        _disposed = true;
        socket.Dispose();
    }

    private async Task AcceptAll()
    {
        while (!_disposed)
        {
            try
            {
                accepted(await socket.AcceptAsync().ConfigureAwait(false));
            }
            catch (Exception) when (_disposed)
            {
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // One that was gone before it was accepted, or no file handle is left.
                log.Warning("A connection could not be accepted: {0}", failure.Message);
                await Task.Delay(PauseWithoutResources).ConfigureAwait(false);
            }
        }
    }
}
