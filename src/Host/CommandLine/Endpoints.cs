using System.Net;
using Coterie.Nodes;

namespace Coterie.Host.CommandLine;

/// <summary>Reads where a node listens from the command line.</summary>
internal static class Endpoints
{
    /// <param name="what">The argument or option, for the message of an error.</param>
    /// <param name="text">Its value.</param>
    /// <param name="cancellation">Ends the search for the address of a name.</param>
    /// <param name="defaultPort">The port where the value has none.</param>
    /// <exception cref="UsageException">The value is no host with a port.</exception>
    /// <exception cref="NodeException">The host is a name without an address.</exception>
    public static Task<IPEndPoint> ParseAsync(string what, string text, CancellationToken cancellation, int defaultPort = HostPort.DefaultPort)
    {
        var place = HostPort.TryParse(text, defaultPort) ?? throw UsageException.Of(what, HostPort.Rule, text);
        return place.ResolveAsync(cancellation);
    }
}
