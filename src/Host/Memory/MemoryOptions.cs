using System.CommandLine;
using System.Globalization;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory.Client;
using Coterie.Actors.Nodes;
using Coterie.Host.CommandLine;
using Coterie.Protocols.Memory;

namespace Coterie.Host.Memory;

/// <summary>Options and arguments that all commands that use a shared memory have.</summary>
internal static class MemoryOptions
{
    private const int DefaultLimit = 5;
    private static readonly HostPort ThisMachine = new("127.0.0.1", HostPort.DefaultPort);

    public static TextArgument Name { get; } = new("NAME", "Which variable", VariableName.Rule);

    public static Option<string?> At { get; } = Options.Text(
        "--at", "HOST[:PORT]", $"Where the server (coterie serve) listens [default: 127.0.0.1:{HostPort.DefaultPort}]");

    public static Option<string?> Limit { get; } =
        Options.Timeout("How long to wait for the server and its answer", DefaultLimit);

    public static Option<bool> Json { get; } =
        new("--json") { Description = "Prints the outcome as one JSON object on the standard output" };

    public static Option<string[]> ConfigFile { get; } = Options.Config();

    /// <exception cref="UsageException">It breaks the rule for names.</exception>
    public static string VariableOf(ParseResult parsed)
    {
        var name = parsed.GetRequiredValue(Name);
        return VariableName.IsValid(name) ? name : throw UsageException.Of(Name.Name, Name.Rule, name);
    }

    /// <summary>The client that the options ask for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="place">The option or argument that says where the server is.</param>
    /// <param name="server">Its value; null for this machine.</param>
    /// <param name="cancellation">Ends the search for the address of a name.</param>
    public static async Task<MemoryClient> ClientAsync(
        ParseResult parsed, string place, string? server, CancellationToken cancellation)
    {
        var limit = Options.TimeoutOf(parsed, Limit, DefaultLimit);
        var config = ConfigurationFiles.Load(parsed, ConfigFile, cancellation);
        var node = CoterieSettings.Read(config).Node;
        var endpoint = await Endpoints.ReadAsync(place, server, ThisMachine, cancellation);
        var own = node.Host is { } host ? (await new HostPort(host, 0).ResolveAsync(cancellation)).Address : null;
        return MemoryClient.Of(endpoint, own, config, limit, why => Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"coterie: {why}; waiting for the server, up to {limit.TotalSeconds:0} s")));
    }
}
