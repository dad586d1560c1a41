namespace Coterie.Actors.Nodes;

/// <summary>This machine among others, section <c>coterie.node</c>.</summary>
/// <param name="Host">The address or name by which others reach it; null where none is set.</param>
/// <param name="Port">The port to listen on; default 4053.</param>
/// <param name="MostConnections">
/// How many connections of others there are at most, from 1; further ones are closed at once. Default 1000.
/// </param>
/// <param name="HandshakeTimeout">
/// How long a connection of another may take until its first frame has come. Above zero; default 10 s.
/// </param>
public sealed record NodeSettings(string? Host, int Port, int MostConnections, TimeSpan HandshakeTimeout)
{
    /// <summary>Where to listen, for those who wait for others; without a host, where this machine alone reaches it.</summary>
    public HostPort Listen => new(Host ?? "127.0.0.1", Port);
}
