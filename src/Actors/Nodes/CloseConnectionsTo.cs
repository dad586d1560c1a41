using Akka.Actor;

namespace Coterie.Actors.Nodes;

/// <summary>
/// A command for the TCP transport of a node: close the connections that this node has opened to another one. Akka.Remote opens
/// new ones when there is something to send.
/// </summary>
/// <param name="Node">The other node.</param>
internal sealed record CloseConnectionsTo(Address Node);
