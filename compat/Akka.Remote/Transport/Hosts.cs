using System.Net;
using System.Net.Sockets;

namespace Akka.Remote.Transport;

/// <summary>Hosts as the configuration, addresses and sockets have them.</summary>
internal static class Hosts
{
    /// <summary>A host as it stands in an <see cref="Akka.Actor.Address"/>: an IPv6 address in brackets, as the colons would be taken for the port's.</summary>
    public static string InAddress(string host) => host.Contains(':') && host[0] != '[' ? $"[{host}]" : host;

    /// <summary>Where to listen for a configured host name; empty: everywhere.</summary>
    /// <exception cref="SocketException">There is no such host.</exception>
    /// <exception cref="TimeoutException">That was not known in time.</exception>
    public static IPAddress ToListen(string hostname, bool prefersIPv6, TimeSpan limit) =>
        hostname.Length == 0 ? IPAddress.Any
        : Known(hostname) ?? Choose(Dns.GetHostAddressesAsync(hostname).WaitAsync(limit).GetAwaiter().GetResult(), prefersIPv6);

    /// <summary>The IP address of a host in an address.</summary>
    /// <exception cref="SocketException">There is no such host.</exception>
    public static async Task<IPAddress> Resolve(string host, bool prefersIPv6, CancellationToken limit) =>
        Known(host) ?? Choose(await Dns.GetHostAddressesAsync(host, limit).ConfigureAwait(false), prefersIPv6);

    private static IPAddress? Known(string host) => IPAddress.TryParse(host, out var address) ? address : null;

    private static IPAddress Choose(IPAddress[] addresses, bool prefersIPv6)
    {
        var preferred = prefersIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return Array.Find(addresses, address => address.AddressFamily == preferred)
            ?? (addresses is [var first, ..] ? first : throw new SocketException((int)SocketError.HostNotFound));
    }
}
