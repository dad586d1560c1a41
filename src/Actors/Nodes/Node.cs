using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Text;

namespace Coterie.Actors.Nodes;

/// <summary>
/// A node: an actor system that other machines reach. All are called <see cref="SystemName"/>, and their addresses name the host
/// by its IP address.
/// </summary>
public static class Node
{
    /// <summary>What every node's actor system is called.</summary>
    public const string SystemName = "coterie";

    /// <summary>
    /// How long <see cref="EndAsync"/> waits unless it is told otherwise: 10 s. A node ends within a second, as a rule.
    /// </summary>
    public static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    private const string PublicHost = "akka.remote.dot-netty.tcp.public-hostname";

    /// <summary>Starts a node.</summary>
    /// <param name="listen">Where it listens; port 0: any that is free, see <see cref="AddressOf"/>.</param>
    /// <param name="config">The configuration of the actor system; where it listens goes over it.</param>
    /// <exception cref="NodeException">It cannot listen there, or others could not name it.</exception>
    /// <exception cref="SettingsException">It cannot start with this configuration.</exception>
    public static ActorSystem Start(IPEndPoint listen, Config config)
    {
        var isWildcard = listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any);
        if (isWildcard && string.IsNullOrEmpty(config.GetString(PublicHost, "")))
        {
            throw new NodeException(
                $"The address to listen on must be one that other machines reach this one by (or {PublicHost} be set), "
                + $"was [{listen.Address}].");
        }
        try
        {
            return Create(Remoting(listen).WithFallback(config));
        }
        catch (Exception failure) when (Cause(failure) is { } cause)
        {
            throw new NodeException(
                $"The address to listen on must be one of this machine's, with a free port, was [{listen}]: {cause.Message}.",
                failure);
        }
    }

    /// <summary>Makes an actor system that nobody else reaches, unless the configuration says so.</summary>
    /// <param name="config">Its configuration.</param>
    /// <exception cref="SettingsException">It cannot start with this configuration.</exception>
    public static ActorSystem Create(Config config)
    {
        try
        {
            return ActorSystem.Create(SystemName, config);
        }
        catch (Exception failure) when (Cause(failure) is null)
        {
            // Akka.NET reads its keys while it starts, and throws whatever it meets at a value that does not fit.
            var reason = Printable.Escape(failure.GetBaseException().Message, 300).TrimEnd('.');
            throw new SettingsException(
                $"The keys under akka must be such that the actor system can start, was [{reason}].", failure);
        }
    }

    /// <summary>The address by which others reach <paramref name="system"/>.</summary>
    public static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    /// <summary>The address of the node that listens at <paramref name="endpoint"/>.</summary>
    public static Address AddressAt(IPEndPoint endpoint) =>
        new("akka.tcp", SystemName, HostPort.InBrackets(endpoint.Address.ToString()), endpoint.Port);

    /// <summary>Where the node of this address listens; null if the address does not say so by number.</summary>
    public static IPEndPoint? EndpointOf(Address address) =>
        address.Port is { } port && IPAddress.TryParse(address.Host, out var host) ? new IPEndPoint(host, port) : null;

    /// <summary>Ends a node.</summary>
    /// <param name="system">The node.</param>
    /// <param name="limit">How long to wait for its end at most; null: <see cref="LongestEnd"/>.</param>
    /// <returns>Whether it ended in time. If not, it goes on ending, and whoever waits for this goes on without it.</returns>
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

    /// <summary>Host and port of a node's address, as people write them.</summary>
    public static string Text(Address address) => string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");

    /// <summary>The address of this machine from which it reaches <paramref name="peer"/>; nothing is sent.</summary>
    /// <exception cref="NodeException">There is no way there.</exception>
    public static IPAddress LocalAddressTowards(IPEndPoint peer)
    {
        using var socket = new Socket(peer.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // A datagram socket's connect asks the routes alone. Port 0 is refused there.
            socket.Connect(peer.Address, Math.Max(1, peer.Port));
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException failure)
        {
            throw new NodeException(
                $"HOST must be an address that this machine has a way to, was [{peer.Address}]: {failure.Message}.", failure);
        }
    }

    private static Config Remoting(IPEndPoint listen) => ConfigurationFactory.ParseString(string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        akka.actor.provider = "{{typeof(OfferingProvider).AssemblyQualifiedName}}"
        akka.remote.dot-netty.tcp { hostname = "{{listen.Address}}", port = {{listen.Port}} }
        """));

    // The engine wraps what the socket said.
    private static SocketException? Cause(Exception? failure)
    {
        while (failure is not null and not SocketException)
            failure = failure is AggregateException several ? several.Flatten().InnerExceptions[0] : failure.InnerException;
        return failure as SocketException;
    }
}
