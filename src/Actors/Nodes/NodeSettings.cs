using Coterie.Actors.Encryption;

namespace Coterie.Actors.Nodes;

/// <summary>This machine among others, section <c>coterie.node</c>.</summary>
/// <param name="Host">The address or name by which others reach it; null if none is set.</param>
/// <param name="Port">The port to listen on; default 4053.</param>
/// <param name="MostConnections">
/// The most connections of others, from 1; further ones are closed at once. Default 1000.
/// </param>
/// <param name="HandshakeTimeout">
/// How long the first frame of a new connection may take; then it is closed. Above zero; default 10 s.
/// </param>
public sealed record NodeSettings(string? Host, int Port, int MostConnections, TimeSpan HandshakeTimeout)
{
    /// <summary>
    /// A file of certificates in PEM; with <c>akka.remote.dot-netty.tcp.enable-ssl</c> only nodes whose certificates these have
    /// signed are trusted. Null: those that the operating system trusts. Default null.
    /// </summary>
    public string? TrustedCertificates { get; init; }

    /// <summary>The files with which this node encrypts; null: by Akka's section, or not at all. Default null.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>Where to listen as a server. Without a host: 127.0.0.1, which only this machine can reach.</summary>
    public HostPort Listen => new(Host ?? "127.0.0.1", Port);
}
