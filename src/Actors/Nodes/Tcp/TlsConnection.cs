using System.Net.Security;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>A connection that is encrypted; both sides have agreed on the keys.</summary>
/// <param name="stream">The encrypted stream.</param>
/// <param name="check">See <see cref="IConnection.Check"/>.</param>
internal sealed class TlsConnection(SslStream stream, PeerCheck? check = null) : IConnection
{
    /// <inheritdoc/>
    public PeerCheck? Check => check;

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => SendLimit.KeepAsync(limit => stream.WriteAsync(bytes, limit));

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer) => stream.ReadAsync(buffer);

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
