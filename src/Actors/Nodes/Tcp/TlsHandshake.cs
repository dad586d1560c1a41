using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>The beginning of an encrypted connection, and what it shows of the other side.</summary>
internal static class TlsHandshake
{
    private const byte Handshake = 0x16;
    private const byte Alert = 0x15;
    private const byte MajorVersion = 3;
    private const int VersionSize = 3;

    /// <summary>Whether a connection begins as an encrypted one does. No first frame of a node has such a length.</summary>
    public static bool Begins(ReadOnlySpan<byte> first) =>
        first is [Handshake, MajorVersion, >= 1 and <= 4, ..];

    /// <summary>Waits until the other side has begun to encrypt.</summary>
    /// <exception cref="PeerRefusedException">It speaks without TLS; it was told.</exception>
    /// <exception cref="IOException">It has closed the connection.</exception>
    public static async Task ExpectAsync(Socket socket, CancellationToken limit)
    {
        var first = new byte[VersionSize];
        var count = await socket.ReceiveAsync(first.AsMemory(), SocketFlags.Peek, limit).ConfigureAwait(false);
        if (count == 0)
            throw new IOException("it was closed at once");
        if (first[0] == Handshake)
            return;
        var refused = new PeerRefusedException("it speaks without TLS", "it speaks with TLS alone");
        await Refusal.SayAsync(new PlainConnection(socket), refused.ToOther).ConfigureAwait(false);
        throw refused;
    }

    /// <summary>Agrees on keys with a node to which this one has connected.</summary>
    /// <param name="socket">The connection; it ends with the stream, or if they do not agree.</param>
    /// <param name="agree">What the two sides do.</param>
    /// <exception cref="AuthenticationException">The other side does not encrypt, or refuses.</exception>
    public static async Task<SslStream> AsClientAsync(Socket socket, Func<SslStream, Task> agree)
    {
        var raw = new FirstBytesStream(socket);
        var stream = new SslStream(raw);
        try
        {
            await agree(stream).ConfigureAwait(false);
            return stream;
        }
        catch (Exception failure)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (failure is not (AuthenticationException or IOException))
                throw;
            throw raw.First switch
            {
                var first when Refusal.ReadFramed(first) is { } why =>
                    new AuthenticationException($"it refuses this node: {why}", failure),
                [] => new IOException("it closed the connection before keys were agreed on; it may speak without TLS", failure),
                [not (Handshake or Alert), ..] => new AuthenticationException("it speaks without TLS", failure),
                _ => failure,
            };
        }
    }
}
