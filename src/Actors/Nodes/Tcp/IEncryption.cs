using System.Net.Sockets;
using System.Security.Authentication;

namespace Coterie.Actors.Nodes.Tcp;

/// <summary>Encrypts connections.</summary>
internal interface IEncryption
{
    /// <summary>Agrees on keys with a node to which this one has connected.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="place">Where it is, as this node knows it.</param>
    /// <param name="limit">Ends the waiting.</param>
    /// <exception cref="AuthenticationException">One side refuses the other.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    Task<IConnection> AsClientAsync(Socket socket, HostPort place, CancellationToken limit);

    /// <summary>Agrees on keys with a node that has connected to this one.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="limit">Ends the waiting.</param>
    /// <exception cref="AuthenticationException">One side refuses the other.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    Task<IConnection> AsServerAsync(Socket socket, CancellationToken limit);
}
