using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Akka.Actor.Setup;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;
using Coterie.Actors.Memory;
using Coterie.Actors.Memory.RawPort;
using Coterie.Actors.Nodes;
using Coterie.Host.CommandLine;
using Coterie.Host.Locking;
using Coterie.Hosting.Live;

namespace Coterie.Host.Memory;

/// <summary><c>coterie serve</c>: hosts the shared memory.</summary>
internal static class ServeCommand
{
    private const string Examples = """
        Examples:
          coterie serve                                           for clients on this machine
          coterie serve --host 10.0.0.1                           for clients on other machines, which use this address
          coterie serve --host 10.0.0.1 --raw-port 12345          for the old byte protocol too, in any language
          coterie serve --dashboard 127.0.0.1:8080                with a page in the browser: who holds what, and who waits
          coterie serve --host 10.0.0.1 --members 10.0.0.1,10.0.0.2,10.0.0.3   one of three members that vote for locks
          coterie serve --host 10.0.0.1 --members 10.0.0.1,10.0.0.2,10.0.0.3 --data /var/lib/coterie   which forgets nothing

        Without --host only this machine reaches the memory. There is no password: whoever reaches the port may read and write.
        With --tls, --tls-key and --tls-ca only those with a certificate of the authority may (docs/tls.md); the raw port is
        then for this machine alone.
        With --members there is no memory, but a member that votes for whoever gets a lock (docs/lock.md). A member that
        starts waits for a lease and a tenth, and then asks the others for what it has forgotten. --new says that there is
        nothing to remember: only at the very first start of the group. With --data it has not forgotten, waits, and asks nobody;
        from then on start it always with the same folder, and never with an old copy of it.
        """;

    private const string ExitCodes = """
        Exit codes:
          0    ended in good order, by Ctrl-C or SIGTERM
          1    wrong usage, or the address, a port or the folder of --data cannot be used
          3    the memory or its actor system has ended by itself, and the variables with it; a supervisor may start it again.
               Of a member, also: it cannot store any more in the folder of --data, such as on a full disk
          130  stopped at once by a second Ctrl-C
        """;

    private const string PortRule = "a whole number from 0 (any free port) to 65535";

    private const string DashboardRule = "HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080, the port from 0 to 65535";

    private const int NoPort = -1;

    private static readonly Option<string?> Host = Options.Text(
        "--host",
        "HOST",
        "The address to listen on; other machines need one by which they reach this one "
            + "[default: coterie.node.host, or 127.0.0.1]");

    private static readonly Option<string?> Port = Options.Text(
        "--port",
        "PORT",
        $"The port for Coterie's own clients; 0: any that is free [default: coterie.node.port, {HostPort.DefaultPort}]");

    private static readonly Option<string?> RawPort = Options.Text(
        "--raw-port",
        "PORT",
        "A port for the old byte protocol, on the same address, or with --tls on 127.0.0.1; 0: any that is free [default: none]");

    private static readonly Option<string?> Members = Options.Text(
        "--members", "MEMBERS", "Hosts a member of a lock group instead: the addresses of all members, this one included");

    private static readonly Option<bool> New = new("--new")
    {
        Description = "With --members: this is the very first start of the group",
    };

    private static readonly Option<string?> Data = Options.Text(
        "--data",
        Options.FolderValue,
        "With --members: where this member stores values and tokens, so that it has them again after a crash "
            + "[default: it forgets]");

    private static readonly Option<string?> DashboardAt = Options.Text(
        "--dashboard",
        "HOST:PORT",
        "Where a page shows who holds locks and who waits; port 0: any that is free; no password [default: none]");

    private static readonly Option<string[]> ConfigFile = Options.Config();

    public static Command Create()
    {
        var command = new Command("serve", "Hosts the shared memory: variables that clients on other machines read and write.")
        {
            Host, Port, RawPort, Members, New, Data, LockOptions.Lease, DashboardAt, ConfigFile, Options.Verbose,
            Options.Tls, Options.TlsKey, Options.TlsAuthority,
        };
        Help.Extend(command, Examples, ExitCodes);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        OutputFailure.IsTolerated = true;
        int? port = parsed.GetValue(Port) is { } text ? PortOf(Port, text) : null;
        int? rawPort = parsed.GetValue(RawPort) is { } raw ? PortOf(RawPort, raw) : null;
        var config = ConfigurationFiles.Load(parsed, ConfigFile, cancellation);
        var settings = CoterieSettings.Read(config);
        var listen = await ListenAsync(parsed.GetValue(Host), port, settings.Node.Listen, cancellation);
        var dashboardAt = await DashboardAtAsync(parsed, cancellation);
        if (parsed.GetValue(Members) is { } members)
        {
            var group = LockOptions.Members(Members, members);
            return await ServeMemberAsync(parsed, listen, group, rawPort, dashboardAt, settings, config, cancellation);
        }
        foreach (var option in (Option[])[New, Data, LockOptions.Lease])
        {
            if (parsed.GetResult(option) is { Implicit: false })
                throw new UsageException($"{option.Name} must be given together with {Members.Name}.");
        }
        var system = Node.Start(listen, config, ActorSystemSetup.Create(new ExpectedNodes(listen)));
        Node.WarnIfOpen(system);
        try
        {
            system.ActorOf(ClientLines.Props(Console.Out.WriteLine), "client-lines");
            var memory = system.ActorOf(MemoryActor.Props(settings.Memory), MemoryActor.Name);
            var rawServer = rawPort is { } free
                ? await RawServer.StartAsync(
                    system, memory, new IPEndPoint(RawAddress(listen.Address, config), free), settings.Memory.RawPort)
                : null;
            Console.Out.WriteLine($"Memory listening on {Node.Text(Node.AddressOf(system))}...");
            if (rawServer is not null)
                Console.Out.WriteLine($"Raw port listening on {rawServer.Address}...");
            WarnOfHandles(settings, rawServer is not null);
            await using var dashboard = dashboardAt is null
                ? null
                : await Dashboard.StartAsync(DashboardAt.Name, dashboardAt, new MemorySource(memory));
            if (!await Life.EndsAsAskedAsync(system, memory, cancellation))
            {
                Console.Error.WriteLine("coterie: the memory has ended by itself, and its variables with it.");
                return (int)ExitCode.Failed;
            }
            if (rawServer is not null)
                await rawServer.StopAsync();
            return (int)ExitCode.Good;
        }
        finally
        {
            await Node.EndAsync(system);
        }
    }

    private static async Task<int> ServeMemberAsync(
        ParseResult parsed,
        IPEndPoint listen,
        IReadOnlyList<string> members,
        int? rawPort,
        IPEndPoint? dashboardAt,
        CoterieSettings settings,
        Config config,
        CancellationToken cancellation)
    {
        if (parsed.GetValue(Data) is "")
            throw UsageException.Of(Data.Name, "the path of a folder", "");
        await using var node = await CoterieNode.StartAsync(
            new CoterieOptions
            {
                Listen = listen.ToString(),
                Members = members,
                Lease = LockOptions.LeaseOf(parsed),
                IsNew = parsed.GetValue(New),
                DataFolder = parsed.GetValue(Data),
                Config = config,
            },
            cancellation);
        if (!node.IsMember)
        {
            throw new UsageException(
                $"{Members.Name} must have the address of this member, {listen} (--host and --port), was "
                + $"[{string.Join(',', members)}].");
        }
        var rawServer = rawPort is { } free
            ? RawServer.Start(
                node.System, node, new IPEndPoint(RawAddress(listen.Address, config), free), settings.Memory.RawPort)
            : null;
        Console.Out.WriteLine($"Member listening on {listen}, one of {members.Count}...");
        if (rawServer is not null)
            Console.Out.WriteLine($"Raw port listening on {rawServer.Address}...");
        WarnOfHandles(settings, rawServer is not null);
        await using var dashboard = dashboardAt is null
            ? null
            : await Dashboard.StartAsync(DashboardAt.Name, dashboardAt, new GroupSource(() => node));
        var isAsked = await Life.EndsAsAskedAsync(cancellation, node.WhenEnded);
        if (isAsked && rawServer is not null)
            await rawServer.StopAsync();
        if (isAsked)
            return (int)ExitCode.Good;
        Console.Error.WriteLine("coterie: the member has ended by itself, and its votes with it.");
        return (int)ExitCode.Failed;
    }

    // It encrypts nothing.
    private static IPAddress RawAddress(IPAddress listen, Config config)
    {
        if (!Node.IsEncrypted(config) || IPAddress.IsLoopback(listen))
            return listen;
        return listen.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
    }

    private static Task<IPEndPoint> ListenAsync(string? host, int? port, HostPort otherwise, CancellationToken cancellation)
    {
        var name = host is null
            ? otherwise.Host
            : HostPort.TryParseHost(host) ?? throw UsageException.Of(Host.Name, HostPort.HostRule, host);
        return new HostPort(name, port ?? otherwise.Port).ResolveAsync(cancellation);
    }

    private static async Task<IPEndPoint?> DashboardAtAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(DashboardAt) is not { } text)
            return null;
        var place = HostPort.TryParse(text, NoPort) is { Port: not NoPort } given
            ? given
            : throw UsageException.Of(DashboardAt.Name, DashboardRule, text);
        return await place.ResolveAsync(cancellation);
    }

    private static int PortOf(Option<string?> option, string text) =>
        HostPort.ParsePort(text) ?? throw UsageException.Of(option.Name, PortRule, text);

    private static void WarnOfHandles(CoterieSettings settings, bool hasRawPort)
    {
        Warn("coterie.node.most-connections", settings.Node.MostConnections);
        if (hasRawPort)
            Warn("coterie.memory.raw-port.most-connections", settings.Memory.RawPort.MostConnections);

        static void Warn(string key, int wanted)
        {
            var room = ConnectionRoom.OfProcess;
            if (room.Share is { } share && wanted > share)
            {
                var rule = $"at most {share} if a process may have {room.Limit} handles (ulimit -n)";
                Console.Error.WriteLine($"coterie: warning: {key} must be {rule}, was [{wanted}]: no more are taken.");
            }
        }
    }
}
