using System.CommandLine;
using System.Globalization;
using Coterie.Actors.Configuration;
using Coterie.Actors.Memory.Client;
using Coterie.Actors.Nodes;
using Coterie.Host.CommandLine;
using Coterie.Host.Locking;
using Coterie.Protocols.Memory;
using Coterie.Protocols.Quorum;

namespace Coterie.Host.Memory;

/// <summary>Options and arguments that all commands that use a shared memory have.</summary>
internal static class MemoryOptions
{
    private const int DefaultLimit = 5;
    private static readonly HostPort ThisMachine = new("127.0.0.1", HostPort.DefaultPort);

    public static TextArgument Name { get; } = new(
        "NAME", "Which variable", $"{VariableName.Rule}; with --members 1 to {QuorumTerms.LongestName} characters");

    public static Option<string?> Members { get; } = Options.Text(
        "--members", "MEMBERS", "The members of a group, as coterie serve --members has them, instead of one server");

    public static ChoiceOption As { get; } = new(
        "--as",
        "TYPE",
        $"The type of the value: {string.Join(", ", ValueType.All.Select(type => type.Name))}",
        _ => ValueType.All.Select(type => new Choice(type.Name)));

    public static Option<string?> At { get; } = Options.Text(
        "--at", "HOST[:PORT]", $"Where the server (coterie serve) listens [default: 127.0.0.1:{HostPort.DefaultPort}]");

    public static Option<string?> Limit { get; } =
        Options.Timeout("How long to wait for the server and its answer", DefaultLimit);

    public static Option<bool> Json { get; } =
        new("--json") { Description = "Prints the outcome as one JSON object on the standard output" };

    public static Option<string[]> ConfigFile { get; } = Options.Config();

    /// <summary>The options that every command has that does one thing and ends.</summary>
    public static void AddCommon(Command command)
    {
        Option[] options =
        [
            At, Members, Limit, LockOptions.Lease, ConfigFile, Options.Verbose, Json,
            Options.Tls, Options.TlsKey, Options.TlsAuthority,
        ];
        foreach (var option in options)
            command.Add(option);
    }

    /// <summary>Opens the variables that the options name, does one thing with them, and prints its report.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="read">Reads what the command line wants done, before anything is opened.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<int> RunAsync(
        ParseResult parsed,
        Func<ParseResult, Func<IVariables, CancellationToken, Task<Report>>> read,
        CancellationToken cancellation)
    {
        var action = read(parsed);
        return await RunAsync(
            parsed,
            async variables => (await action(variables, cancellation)).Tell(parsed.GetValue(Json)),
            cancellation);
    }

    /// <summary>Opens the variables that the options name, and does something with them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="action">What to do; returns the exit code.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<int> RunAsync(
        ParseResult parsed, Func<IVariables, Task<int>> action, CancellationToken cancellation)
    {
        await using var variables = await OpenAsync(parsed, At.Name, parsed.GetValue(At), cancellation);
        return await action(variables);
    }

    /// <exception cref="UsageException">It breaks the rule for names.</exception>
    public static string NameOf(ParseResult parsed) => NameOf(parsed, Name, isPrefix: false);

    /// <exception cref="UsageException">It breaks the rule for names; a prefix may be empty.</exception>
    public static string NameOf(ParseResult parsed, TextArgument argument, bool isPrefix)
    {
        var name = parsed.GetRequiredValue(argument);
        var naming = parsed.GetValue(Members) is null ? VariableNaming.OfServer : VariableNaming.OfGroup;
        return naming.IsName(name) || (isPrefix && name.Length == 0)
            ? name
            : throw UsageException.Of(argument.Name, naming.Rule, name);
    }

    /// <summary>The type that <c>--as</c> names; null without it.</summary>
    /// <exception cref="UsageException">There is no such type.</exception>
    public static ValueType? TypeOf(ParseResult parsed)
    {
        if (parsed.GetValue(As) is not { } text)
            return null;
        var name = Choice.Read(As.Name, text, [.. ValueType.All.Select(type => type.Name)]);
        return ValueType.All.First(type => type.Name == name);
    }

    /// <summary>The variables that the options name.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="place">The option or argument that says where one server is.</param>
    /// <param name="server">Its value; null for this machine.</param>
    /// <param name="cancellation">Ends the search for the address of a name.</param>
    public static async Task<IVariables> OpenAsync(
        ParseResult parsed, string place, string? server, CancellationToken cancellation)
    {
        if (parsed.GetValue(Members) is not { } members)
        {
            if (parsed.GetResult(LockOptions.Lease) is { Implicit: false })
                throw new UsageException($"{LockOptions.Lease.Name} must be given together with {Members.Name}.");
            return new ServerVariables(await ClientAsync(parsed, place, server, cancellation));
        }
        if (server is not null)
            throw new UsageException($"{place} must be left out with {Members.Name}, was [{server}].");
        var node = await LockOptions.ClientAsync(
            parsed, LockOptions.Members(Members, members), ConfigFile, null, cancellation);
        return new GroupVariables(node, Options.TimeoutOf(parsed, Limit, DefaultLimit));
    }

    /// <summary>The client that the options ask for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="place">The option or argument that says where the server is.</param>
    /// <param name="server">Its value; null for this machine.</param>
    /// <param name="cancellation">Ends the search for the address of a name.</param>
    private static async Task<MemoryClient> ClientAsync(
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
