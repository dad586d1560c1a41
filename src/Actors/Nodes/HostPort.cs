using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Coterie.Actors.Nodes;

/// <summary>
/// Where a node listens, as people write it: <c>10.0.0.1</c>, <c>10.0.0.1:4053</c>, <c>[::1]:4053</c>, <c>host.example</c>.
/// </summary>
/// <param name="Host">An address, without brackets, or a name.</param>
/// <param name="Port">From 0 (any that is free) to 65535.</param>
public sealed record HostPort(string Host, int Port)
{
    /// <summary>The port of a node if none is given.</summary>
    public const int DefaultPort = 4053;

    /// <summary>The rule of <see cref="TryParse"/>, for the message of an error.</summary>
    public const string Rule = "HOST or HOST:PORT, such as 10.0.0.1:4053 or [::1]:4053, the port from 0 to 65535";

    /// <summary>The rule of <see cref="TryParseHost"/>, for the message of an error.</summary>
    public const string HostRule = "an address, such as 10.0.0.1, or a name";

    /// <summary>Reads a host with or without a port.</summary>
    /// <returns>Host and port; null if the text breaks the <see cref="Rule"/>.</returns>
    public static HostPort? TryParse(string text, int defaultPort = DefaultPort)
    {
        // An IPv6 address without brackets is a host without a port: its last group is not a port.
        var colon = ParseAddress(text) is null ? text.LastIndexOf(':') : -1;
        if (colon <= text.LastIndexOf(']'))
            colon = text.Length;
        int? port = colon == text.Length ? defaultPort : ParsePort(text[(colon + 1)..]);
        return TryParseHost(text[..colon]) is { } host && port is { } given ? new HostPort(host, given) : null;
    }

    /// <summary>Reads a host: an address, an IPv6 one with or without brackets, or a name.</summary>
    /// <returns>The host, without brackets; null if the text breaks the <see cref="HostRule"/>.</returns>
    public static string? TryParseHost(string text)
    {
        var isBracketed = text.StartsWith('[') && text.EndsWith(']');
        var address = ParseAddress(isBracketed ? text[1..^1] : text);
        if (address?.AddressFamily == AddressFamily.InterNetworkV6)
            return address.ToString();
        if (isBracketed)
            return null;
        return address is not null || (Uri.CheckHostName(text) == UriHostNameType.Dns && !EndsInNumber(text)) ? text : null;
    }

    /// <summary>Reads a port, a whole number from 0 to 65535; null if it is something else.</summary>
    public static int? ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : null;

    /// <summary>
    /// The address itself, or the first one of the name. Nodes name each other by addresses only, so that both sides mean the
    /// same node.
    /// </summary>
    /// <exception cref="NodeException">The name has no address, or the host breaks the <see cref="HostRule"/>.</exception>
    public async Task<IPEndPoint> ResolveAsync(CancellationToken cancellation = default)
    {
        var end = await ResolveForPeerAsync(cancellation).ConfigureAwait(false);
        if (ParseAddress(Host) is null)
            ResolvedNames.Note(Host, end.Address);
        return end;
    }

    /// <summary>The same for a host that a peer has named: <see cref="ResolvedNames"/> does not learn it.</summary>
    internal async Task<IPEndPoint> ResolveForPeerAsync(CancellationToken cancellation)
    {
        if (ParseAddress(Host) is { } address)
            return new IPEndPoint(address, Port);
        if (EndsInNumber(Host))
            throw new NodeException($"HOST must be {HostRule}, was [{Host}].");
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(Host, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
            var first = addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
            return new IPEndPoint(first, Port);
        }
        catch (Exception failure) when (failure is SocketException or IndexOutOfRangeException)
        {
            throw new NodeException($"HOST must be an address, or a name that has one, was [{Host}].", failure);
        }
    }

    /// <summary>The text that <see cref="TryParse"/> reads, always with the port.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{InBrackets(Host)}:{Port}");

    /// <summary>
    /// The host as it is written before a port and in the path of an actor: an IPv6 address in brackets, everything else
    /// unchanged.
    /// </summary>
    internal static string InBrackets(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    /// <summary>
    /// Reads an address without brackets. An IPv4 address has four decimal numbers: the short, octal and hexadecimal forms that
    /// .NET and the C library also read (127.1, 010.0.0.1, 0x7f.1) are more often a slip than an address.
    /// </summary>
    /// <returns>The address; null if it is something else.</returns>
    internal static IPAddress? ParseAddress(string text) =>
        !text.Contains('[', StringComparison.Ordinal) // .NET reads [::1]:4053 too, and forgets the port
        && IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text)
            ? address
            : null;

    // No name ends in a number: the C library reads such a text as an address.
    private static bool EndsInNumber(string host)
    {
        var last = host.TrimEnd('.').Split('.')[^1];
        return last.Length > 0
            && (last.All(char.IsAsciiDigit)
                || (last.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && last[2..].All(char.IsAsciiHexDigit)));
    }
}
