using System.Net;
using Coterie.Actors.Nodes;

namespace Coterie.Host.CommandLine;

/// <summary>Reads where a node listens from the command line.</summary>
internal static class Endpoints
{
    /// <param name="what">The argument or option, for the message of an error.</param>
    /// <param name="text">Its value, <c>HOST</c> or <c>HOST:PORT</c>; null where it is not given.</param>
    /// <param name="otherwise">Taken where it is not given; its port, where the value has none.</param>
    /// <param name="cancellation">Ends the search for the address of a name.</param>
    /// <exception cref="UsageException">The value is no host with a port.</exception>
    /// <exception cref="NodeException">The host is a name without an address.</exception>
    public static Task<IPEndPoint> ReadAsync(string what, string? text, HostPort otherwise, CancellationToken cancellation)
    {
        var place = text is null ? otherwise : HostPort.TryParse(text, otherwise.Port) ?? throw UsageException.Of(what, HostPort.Rule, text);
        return place.ResolveAsync(cancellation);
    }
}
