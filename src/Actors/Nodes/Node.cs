using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;
using Coterie.Actors.Text;

namespace Coterie.Actors.Nodes;

/// <summary>
/// A node: an actor system that other machines can reach. All nodes are called <see cref="SystemName"/>, and their addresses have
/// the host as an IP address.
/// </summary>
public static class Node
{
    /// <summary>The name of every node's actor system.</summary>
    public const string SystemName = "coterie";

    /// <summary>
    /// How long <see cref="EndAsync"/> waits by default: 10 s. A node usually ends within a second.
    /// </summary>
    public static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    /// <summary>
    /// For a node that must not wait after a lost connection: Akka.NET would refuse to connect again for 5 s (its default).
    /// </summary>
    internal static Config ConnectsAgainAtOnce { get; } =
        ConfigurationFactory.ParseString("akka.remote.retry-gate-closed-for = 100ms");

    private const int LongestReason = 400;
    private const string TransportClass = "akka.remote.dot-netty.tcp.transport-class";
    private const string OwnTransport = "Coterie.Actors.Nodes.Tcp.TcpTransport,";
    private const string PublicHost = "akka.remote.dot-netty.tcp.public-hostname";

    /// <summary>Starts a node.</summary>
    /// <param name="listen">Where it listens; port 0: any that is free, see <see cref="AddressOf"/>.</param>
    /// <param name="config">The configuration of the actor system; <paramref name="listen"/> overrides it.</param>
    /// <exception cref="NodeException">
    /// It cannot listen there, other machines could not address it, or it cannot start with this configuration.
    /// </exception>
    public static ActorSystem Start(IPEndPoint listen, Config config) => Start(listen, config, ActorSystemSetup.Empty);

    /// <inheritdoc cref="Start(IPEndPoint, Config)"/>
    /// <param name="listen">As above.</param>
    /// <param name="config">As above.</param>
    /// <param name="setup">What else the actor system is set up with.</param>
    internal static ActorSystem Start(IPEndPoint listen, Config config, ActorSystemSetup setup)
    {
        var isWildcard = listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any);
        if (isWildcard && string.IsNullOrEmpty(config.GetString(PublicHost, "")))
        {
            throw new NodeException(
                $"The address to listen on must be one that other machines reach this one by (or {PublicHost} be set), "
                + $"was [{listen.Address}].");
        }
        if (HasTlsFiles(config) && !config.GetString(TransportClass, "").StartsWith(OwnTransport, StringComparison.Ordinal))
        {
            throw new NodeException(
                $"{TransportClass} must be Coterie's own with coterie.node.tls, was [{config.GetString(TransportClass, "")}].");
        }
        try
        {
            return Create(Remoting(listen).WithFallback(config), setup);
        }
        catch (Exception failure) when (Cause(failure) is { } cause)
        {
            throw new NodeException(
                $"The address to listen on must be one of this machine's, with a free port, was [{listen}]: {cause.Message}.",
                failure);
        }
    }

    /// <summary>Makes an actor system that other machines cannot reach, unless the configuration says otherwise.</summary>
    /// <param name="config">Its configuration.</param>
    /// <exception cref="NodeException">It cannot start with this configuration.</exception>
    public static ActorSystem Create(Config config) => Create(config, ActorSystemSetup.Empty);

    /// <inheritdoc cref="Create(Config)"/>
    /// <param name="config">As above.</param>
    /// <param name="setup">What else the actor system is set up with.</param>
    internal static ActorSystem Create(Config config, ActorSystemSetup setup)
    {
        try
        {
            var bootstrap = BootstrapSetup.Create().WithConfig(config.WithFallback(Quiet));
            return ActorSystem.Create(SystemName, setup.And(bootstrap));
        }
        catch (Exception failure) when (Causes(failure).OfType<NodeException>().FirstOrDefault() is { } known)
        {
            throw new NodeException(known.Message, failure);
        }
        catch (Exception failure) when (Cause(failure) is null)
        {
            // Akka.NET reads its keys while it starts, and throws exceptions of many kinds at a wrong value.
            var reason = Printable.Escape(Causes(failure).Last().Message, LongestReason).TrimEnd('.');
            throw new NodeException(
                $"The keys under akka must be such that the actor system can start, was [{reason}].", failure);
        }
    }

    /// <summary>Logs a warning if other machines reach a node that does not encrypt.</summary>
    internal static void WarnIfOpen(ActorSystem system)
    {
        var own = AddressOf(system);
        if (!IsEncrypted(own) && EndpointOf(own) is { } end && !IPAddress.IsLoopback(end.Address))
        {
            Logging.GetLogger(system, typeof(Node)).Warning(
                "{0} is not encrypted, and other machines reach it: whoever is on the way can read and change everything. "
                + "--tls encrypts (coterie.node.tls, docs/tls.md).",
                end);
        }
    }

    /// <summary>The address by which others reach <paramref name="system"/>.</summary>
    public static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    /// <summary>The address of the node that listens at <paramref name="endpoint"/>.</summary>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="config">
    /// The configuration of the node that is to reach it: both encrypt or neither does. Null: neither does.
    /// </param>
    public static Address AddressAt(IPEndPoint endpoint, Config? config = null)
    {
        var protocol = config is not null && IsEncrypted(config) ? "akka.ssl.tcp" : "akka.tcp";
        return new Address(protocol, SystemName, HostPort.InBrackets(endpoint.Address.ToString()), endpoint.Port);
    }

    /// <summary>Whether a node with that configuration encrypts its connections.</summary>
    internal static bool IsEncrypted(Config config) =>
        config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl", false) || HasTlsFiles(config);

    /// <summary>Whether it does so by files of its own, see <see cref="NodeSettings.Tls"/>.</summary>
    internal static bool HasTlsFiles(Config config) =>
        !string.IsNullOrEmpty(config.GetString("coterie.node.tls.certificate", ""));

    /// <summary>Whether a node encrypts its connections.</summary>
    internal static bool IsEncrypted(Address address) => address.Protocol.Contains("ssl", StringComparison.Ordinal);

    /// <summary>The endpoint at which the node of this address listens; null if the address has a host name or no port.</summary>
    public static IPEndPoint? EndpointOf(Address address) =>
        address is { Host: { } host, Port: { } port } && HostPort.ParseAddress(host.Trim('[', ']')) is { } ip
            ? new IPEndPoint(ip, port)
            : null;

    /// <summary>Ends a node.</summary>
    /// <param name="system">The node.</param>
    /// <param name="limit">How long to wait at most; null: <see cref="LongestEnd"/>.</param>
    /// <returns>Whether it ended in time. If not, it still ends later, in the background.</returns>
    public static async Task<bool> EndAsync(ActorSystem system, TimeSpan? limit = null)
    {
        try
        {
            await system.Terminate().WaitAsync(limit ?? LongestEnd).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// Closes the connections that <paramref name="system"/> has opened to a node that does not answer; Akka.Remote then opens
    /// new ones. Without this the node may stay silent for ever, although it is there: if both sides connect at the same moment,
    /// Akka.Remote may drop all that arrives on one of the two connections (Akka's issue 24393). Has no effect with another
    /// transport than Coterie's.
    /// </summary>
    internal static void Reconnect(ActorSystem system, Address silent)
    {
        if (((ExtendedActorSystem)system).Provider is not IRemoteActorRefProvider { Transport: { } transport })
            return;
        try
        {
            _ = transport.ManagementCommand(new CloseConnectionsTo(silent), CancellationToken.None);
        }
        catch (RemoteTransportException)
        {
            // The system ends.
        }
    }

    /// <summary>Host and port of a node's address, as people write them.</summary>
    public static string Text(Address address) => string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");

    /// <summary>The address of this machine from which it reaches <paramref name="peer"/>; nothing is sent.</summary>
    /// <exception cref="NodeException">This machine has no route to it.</exception>
    public static IPAddress LocalAddressTowards(IPEndPoint peer)
    {
        using var socket = new Socket(peer.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // To connect a datagram socket only looks up the route. Port 0 is not allowed for that.
            socket.Connect(peer.Address, Math.Max(1, peer.Port));
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException failure)
        {
            throw new NodeException(
                $"HOST must be an address that this machine has a way to, was [{peer.Address}]: {failure.Message}.", failure);
        }
    }

    // Below everything else: whoever gives a configuration decides.
    private static Config Quiet { get; } = ConfigurationFactory.ParseString("akka.loglevel = WARNING");

    private static Config Remoting(IPEndPoint listen) => ConfigurationFactory.ParseString(string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        akka.actor.provider = "{{typeof(OfferingProvider).AssemblyQualifiedName}}"
        akka.remote.dot-netty.tcp { hostname = "{{listen.Address}}", port = {{listen.Port}} }
        """));

    private static SocketException? Cause(Exception failure) => Causes(failure).OfType<SocketException>().FirstOrDefault();

    // Akka.NET wraps what was thrown. The last one is that itself.
    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var next = failure; next is not null;)
        {
            yield return next;
            next = next is AggregateException several ? several.Flatten().InnerExceptions.FirstOrDefault() : next.InnerException;
        }
    }
}
