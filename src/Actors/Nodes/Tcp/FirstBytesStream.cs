using System.Net.Sockets;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>A socket's stream that keeps what it received first, to find out what the other side speaks.</summary>
/// <param name="socket">The socket; it ends with the stream.</param>
internal sealed class FirstBytesStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    private const int MostKept = 1024;

    /// <summary>The first bytes, as many as came in one piece; empty if none came.</summary>
    public byte[] First { get; private set; } = [];

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (First.Length == 0)
            First = buffer.Span[..Math.Min(count, MostKept)].ToArray();
        return count;
    }
}
