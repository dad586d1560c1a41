using System.Net;
using Coterie.Actors.Nodes;

namespace Coterie.Host.CommandLine;

/// <summary>Reads from the command line where a node listens.</summary>
internal static class Endpoints
{
    /// <param name="what">The argument or option, for the message of an error.</param>
    /// <param name="text">Its value, <c>HOST</c> or <c>HOST:PORT</c>; null if it is not given.</param>
    /// <param name="otherwise">Used if the value is not given; only its port if the value has no port.</param>
    /// <param name="cancellation">Ends the search for the address of a name.</param>
    /// <exception cref="UsageException">The value is no host with a port.</exception>
    /// <exception cref="NodeException">The host is a name without an address.</exception>
    public static Task<IPEndPoint> ReadAsync(string what, string? text, HostPort otherwise, CancellationToken cancellation)
    {
        var place = text is null
            ? otherwise
            : HostPort.TryParse(text, otherwise.Port) ?? throw UsageException.Of(what, HostPort.Rule, text);
        return place.ResolveAsync(cancellation);
    }
}
