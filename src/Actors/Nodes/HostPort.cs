using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Coterie.Nodes;

/// <summary>Where a node listens, as people write it: <c>10.0.0.1</c>, <c>10.0.0.1:4053</c>, <c>[::1]:4053</c>, <c>host.example</c>.</summary>
/// <param name="Host">An address, without brackets, or a name.</param>
/// <param name="Port">From 0 (any that is free) to 65535.</param>
public sealed record HostPort(string Host, int Port)
{
    /// <summary>The port of a node where none is given.</summary>
    public const int DefaultPort = 4053;

    /// <summary>The rule of <see cref="TryParse"/>, for the message of an error.</summary>
    public const string Rule = "HOST or HOST:PORT, such as 10.0.0.1:4053 or [::1]:4053, the port from 0 to 65535";

    /// <summary>Reads a host with or without a port.</summary>
    /// <returns>Host and port; null where the text breaks the <see cref="Rule"/>.</returns>
    public static HostPort? TryParse(string text, int defaultPort = DefaultPort)
    {
        // Without brackets, an IPv6 address is a host alone: its last group is no port.
        if (IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && text[0] != '[')
            return new HostPort(address.ToString(), defaultPort);
        var colon = text.LastIndexOf(':');
        if (colon <= text.LastIndexOf(']'))
            colon = text.Length;
        var host = text[..colon];
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            if (!IPAddress.TryParse(host[1..^1], out address) || address.AddressFamily != AddressFamily.InterNetworkV6)
                return null;
            host = address.ToString();
        }
        else if (Uri.CheckHostName(host) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
        {
            return null;
        }
        if (colon == text.Length)
            return new HostPort(host, defaultPort);
        return ParsePort(text[(colon + 1)..]) is { } port ? new HostPort(host, port) : null;
    }

    /// <summary>Reads a port, a whole number from 0 to 65535; null where it is something else.</summary>
    public static int? ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort ? port : null;

    /// <summary>The address itself, or the first one of the name. Nodes name each other by address alone, so that both ends mean the same.</summary>
    /// <exception cref="NodeException">The name has no address.</exception>
    public async Task<IPEndPoint> ResolveAsync(CancellationToken cancellation = default)
    {
        if (IPAddress.TryParse(Host, out var address))
            return new IPEndPoint(address, Port);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(Host, cancellation).ConfigureAwait(false);
            return new IPEndPoint(addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0], Port);
        }
        catch (Exception failure) when (failure is SocketException or IndexOutOfRangeException)
        {
            throw new NodeException($"HOST must be an address, or a name that has one, was [{Host}].", failure);
        }
    }

    /// <summary>As <see cref="TryParse"/> reads it, with the port.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
