using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Actor.Setup;

namespace Coterie.Actors.Nodes;

/// <summary>
/// The nodes that this one was told to use: the members of a group, or a server. A client's certificate is not enough for any of
/// them. Safe for all threads.
/// </summary>
internal sealed class ExpectedNodes : Setup
{
    private static readonly ConditionalWeakTable<ActorSystem, ExpectedNodes> OfSystems = [];

    private readonly Lock _gate = new();
    private ImmutableHashSet<(string Host, int Port)> _nodes = [];
    private Action<IPEndPoint, string>? _refused;

    /// <summary>Those nodes.</summary>
    public ExpectedNodes(params IEnumerable<IPEndPoint> nodes) => Add(nodes, null);

    /// <summary>Those of an actor system: what it was set up with, or else none so far.</summary>
    public static ExpectedNodes Of(ActorSystem system) => OfSystems.GetValue(
        system, made => made.Settings.Setup.Get<ExpectedNodes>() is { HasValue: true, Value: var given } ? given : new());

    /// <summary>Adds nodes.</summary>
    /// <param name="nodes">Where they listen.</param>
    /// <param name="refused">See <see cref="Tell"/>; null: as before.</param>
    public void Add(IEnumerable<IPEndPoint> nodes, Action<IPEndPoint, string>? refused)
    {
        lock (_gate)
        {
            _nodes = _nodes.Union(nodes.Select(node => (node.Address.ToString(), node.Port)));
            _refused = refused ?? _refused;
        }
    }

    /// <summary>Whether it is one of these nodes.</summary>
    public bool Contains(string host, int port) => _nodes.Contains((host, port));

    /// <summary>
    /// A connection to a node was refused by one side, because of its certificate or because one side does not encrypt.
    /// </summary>
    /// <returns>Whether somebody heard it. If not, it is for the log.</returns>
    public bool Tell(string host, int port, string sentence)
    {
        if (!Contains(host, port) || _refused is not { } refused)
            return false;
        refused(new IPEndPoint(IPAddress.Parse(host), port), sentence);
        return true;
    }
}
