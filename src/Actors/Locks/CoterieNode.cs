using System.Globalization;
using System.Net;
using System.Text.Json;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Coterie.Actors.Configuration;
using Coterie.Actors.Encryption;
using Coterie.Actors.Nodes;
using Coterie.Actors.Storage;
using Coterie.Actors.Text;
using Coterie.Actors.Wire;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Quorum;
using Coterie.Protocols.Variables;

namespace Coterie.Actors.Locks;

/// <summary>
/// This process in a group of processes that share locks, without a lock server: a majority of the members must vote for whoever
/// gets a lock (<c>docs/lock.md</c> says what that promises). A member hosts a voter; any other process is a client. Safe for all
/// threads.
/// </summary>
/// <example>
/// <code>
/// await using var coterie = await CoterieNode.StartAsync(new CoterieOptions
/// {
///     Listen = "10.0.0.1:4053",
///     Members = ["10.0.0.1:4053", "10.0.0.2:4053", "10.0.0.3:4053"],
/// });
/// await using var held = await coterie.AcquireAsync("orders/42", TimeSpan.FromSeconds(30));
/// </code>
/// </example>
public sealed class CoterieNode : ICoterie, IAsyncDisposable
{
    /// <summary>The name of the meter and of the activity source of all nodes.</summary>
    public const string DiagnosticsName = "Coterie";

    private readonly ActorSystem _system;
    private readonly bool _ownsSystem;
    private readonly LockHost _host;
    private readonly IActorRef _receiver;
    private readonly IActorRef? _voter;
    private int _isDisposed;

    private CoterieNode(
        ActorSystem system,
        bool ownsSystem,
        GroupSettings group,
        LockHost host,
        VoterRefs voters,
        IActorRef? voter)
    {
        (_system, _ownsSystem, Group, _host, _voter) = (system, ownsSystem, group, host, voter);
        _receiver = system.ActorOf(LockClientActor.Props(host, voters), Offers.LockClient);
        host.Begin(voters, _receiver);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Members => Group.Members;

    /// <summary>Whether this process is a member, and hosts a voter.</summary>
    public bool IsMember => _voter is not null;

    /// <summary>
    /// Completes when so many members refuse this process, or it them, because of their certificates, that no lock can be had.
    /// </summary>
    internal Task WhenRefused => _host.WhenRefused;

    /// <summary>
    /// Completes if the node ends by itself: its actor system was terminated, or its voter has failed, such as on a full disk;
    /// the log says why. Then locks cannot be had here any more, and a supervisor should start the process again.
    /// </summary>
    public Task WhenEnded { get; private set; } = Task.CompletedTask;

    /// <summary>The group.</summary>
    internal GroupSettings Group { get; }

    /// <summary>The actor system in which it runs.</summary>
    internal ActorSystem System => _system;

    /// <summary>
    /// Starts a node of its own. It returns at once: whoever asks for a lock then waits until a majority of members is there.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="cancellation">Ends the search for the addresses of names.</param>
    /// <exception cref="SettingsException">At least one option breaks its rule; all of them are named.</exception>
    /// <exception cref="NodeException">It cannot listen there, or a name has no address.</exception>
    /// <exception cref="DataFolderException">The data folder cannot be used.</exception>
    public static async Task<CoterieNode> StartAsync(CoterieOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var known = await options.CheckAsync(cancellation).ConfigureAwait(false);
        var given = options.Config ?? CoterieConfiguration.Load([], cancellation: cancellation);
        var config = Encryption(options.Tls).WithFallback(Node.ConnectsAgainAtOnce).WithFallback(given);
        CoterieSettings.CheckTls(config);
        var setup = (options.Setup ?? ActorSystemSetup.Empty).And(new ExpectedNodes(known.Members));
        var system = known.IsWithinProcess
            ? Node.Create(config, setup)
            : Node.Start(known.Listen ?? new IPEndPoint(Node.LocalAddressTowards(known.Members[0]), 0), config, setup);
        if (known.Listen is not null)
            Node.WarnIfOpen(system);
        try
        {
            return Join(system, ownsSystem: true, known);
        }
        catch
        {
            await Node.EndAsync(system).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Takes part with an actor system that the application has already, which listens by itself:
    /// <see cref="CoterieOptions.Listen"/>, <see cref="CoterieOptions.Tls"/>, <see cref="CoterieOptions.Config"/> and
    /// <see cref="CoterieOptions.Setup"/> are left out. If there are members, it listens on an IP address, not under a
    /// name. The systems of all members have the same name. The system lives on when the node is disposed.
    /// </summary>
    /// <param name="system">The actor system; only one node takes part with it.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellation">Ends the search for the addresses of names.</param>
    /// <exception cref="SettingsException">At least one option breaks its rule; all of them are named.</exception>
    /// <exception cref="NodeException">A name has no address.</exception>
    /// <exception cref="DataFolderException">The data folder cannot be used.</exception>
    public static async Task<CoterieNode> OfAsync(
        ActorSystem system, CoterieOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Listen is { } listen)
            throw new SettingsException($"Listen must be left out, because the actor system listens by itself, was [{listen}].");
        if (options.Tls is not null)
        {
            throw new SettingsException(
                "Tls must be left out, because the actor system has its own keys (coterie.node.tls), was "
                + $"[{options.Tls.CertificateFile}].");
        }
        var known = await options.CheckAsync(cancellation).ConfigureAwait(false);
        var own = Node.AddressOf(system);
        if (known.Members.Count > 0 && Node.HasTlsFiles(system.Settings.Config) && !Node.IsEncrypted(own))
        {
            throw new SettingsException(
                "akka.remote.dot-netty.tcp.transport-class must be Coterie's own with coterie.node.tls, was another one: "
                + $"{own} does not encrypt.");
        }
        if (known.Members.Count > 0 && Node.EndpointOf(own) is null)
        {
            throw new SettingsException(
                $"The actor system must listen on an IP address, by which the members reach it, was [{own}].");
        }
        // In the configuration: if an extension adds keys, the system makes its serializers again, from the configuration.
        system.Settings.InjectTopLevelFallback(OurSerializer);
        return Join(system, ownsSystem: false, known with { Listen = Node.EndpointOf(own) });
    }

    /// <inheritdoc/>
    public ValueTask<LockHandle> AcquireAsync(
        string name, VoteMode mode, TimeSpan timeout, string? purpose, CancellationToken cancellation = default)
    {
        var held = TryAcquireAsync(name, mode, timeout, purpose, cancellation);
        return held is { IsCompletedSuccessfully: true, Result: { } handle }
            ? new ValueTask<LockHandle>(handle)
            : AwaitAsync();

        async ValueTask<LockHandle> AwaitAsync() => await held.ConfigureAwait(false)
            ?? throw new TimeoutException(await WhyNotAsync(name, timeout, cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public ValueTask<LockHandle?> TryAcquireAsync(
        string name, VoteMode mode, TimeSpan timeout, string? purpose, CancellationToken cancellation = default)
    {
        LockArguments.CheckName(name);
        if (mode is not (VoteMode.Exclusive or VoteMode.Shared))
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "mode must be Exclusive or Shared.");
        if (purpose is { Length: > CoterieOptions.LongestText })
        {
            throw new ArgumentException(
                $"purpose must have at most {CoterieOptions.LongestText} characters, was [{purpose.Length} characters].",
                nameof(purpose));
        }
        LockArguments.CheckTimeout(timeout);
        return _host.Locks.AcquireAsync(name, mode, timeout, purpose, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<Outcome> OperateAsync(
        string name, Operation operation, TimeSpan timeout, CancellationToken cancellation = default)
    {
        LockArguments.CheckName(name);
        ArgumentNullException.ThrowIfNull(operation);
        LockArguments.CheckTimeout(timeout);
        return _host.Variables.OperateAsync(name, operation, timeout, cancellation);
    }

    /// <inheritdoc/>
    public LocalCopy? FindCopy(string name)
    {
        LockArguments.CheckName(name);
        return _host.Variables.FindCopy(name);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchEvent> WatchAsync(string name, bool isPrefix, CancellationToken cancellation = default)
    {
        if (isPrefix)
            LockArguments.CheckPrefix(name);
        else
            LockArguments.CheckName(name);
        return _host.Variables.WatchAsync(name, isPrefix, cancellation);
    }

    /// <inheritdoc/>
    public GroupHealth CheckHealth() => _host.CheckHealth();

    /// <inheritdoc/>
    public async Task<GroupView> LookAsync(string? name, TimeSpan limit, CancellationToken cancellation = default)
    {
        var states = await Task.WhenAll(
            Members.Select((_, member) => InspectAsync(member, name, limit, cancellation))).ConfigureAwait(false);
        return GroupView.Of(Members, states, Group.Terms.Majority);
    }

    /// <summary>
    /// Gives back all locks and ends. It waits until the members have learnt that the locks are free, up to 2 s for those that
    /// do not answer. Whoever waits gets an <see cref="ObjectDisposedException"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        if (_host.End() && !WhenEnded.IsCompleted)
            await HeardAsync().ConfigureAwait(false);
        if (_ownsSystem)
        {
            await Node.EndAsync(_system).ConfigureAwait(false);
            return;
        }
        await Task.WhenAll(Stop(_receiver), Stop(_voter)).ConfigureAwait(false);

        static Task Stop(IActorRef? actor) => actor?.GracefulStop(Node.LongestEnd) ?? Task.CompletedTask;
    }

    // Akka.Remote may drop what was sent last when a system ends. A member that answers has received what was sent before.
    private async Task HeardAsync()
    {
        var members = _host.CheckHealth().Members.Select((known, member) => (known, member))
            .Where(at => at.known.Answers);
        await Task.WhenAll(members.Select(at => InspectAsync(at.member, "-", LongestFarewell, CancellationToken.None)))
            .ConfigureAwait(false);
    }

    /// <summary>What one member knows of the locks; null if it does not answer in time.</summary>
    /// <param name="member">The index of the member.</param>
    /// <param name="name">Only this lock; null: all.</param>
    /// <param name="limit">How long to wait for each page.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    internal async Task<VoterState?> InspectAsync(int member, string? name, TimeSpan limit, CancellationToken cancellation)
    {
        VoterState? first = null;
        var names = new List<NameState>();
        try
        {
            while (true)
            {
                var question = new LockClientActor.AskVoter(member, name, names.Count == 0 ? null : names[^1].Name, limit);
                var answer = await _receiver.Ask<Inspected>(question, limit, cancellation).ConfigureAwait(false);
                first ??= answer.State;
                names.AddRange(answer.State.Names);
                if (answer.State.IsLast || answer.State.Names.Count == 0)
                    return first with { IsVoting = answer.State.IsVoting, Names = names, IsLast = true };
            }
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private static Config OurSerializer { get; } = ConfigurationFactory.ParseString($$"""
        akka.actor {
          serializers.coterie = "{{NameOf(typeof(CoterieSerializer))}}"
          serialization-bindings."{{NameOf(typeof(QuorumProtocol.IWireMessage))}}" = coterie
        }
        """);

    private static TimeSpan LongestFarewell { get; } = TimeSpan.FromSeconds(2);

    private static TimeSpan LongestQuestion { get; } = TimeSpan.FromSeconds(0.2);

    private static CoterieNode Join(ActorSystem system, bool ownsSystem, CheckedOptions known)
    {
        var own = Node.AddressOf(system);
        List<IPEndPoint?> ends = known.Members.Count > 0 ? [.. known.Members] : [Node.EndpointOf(own)];
        var index = ends.FindIndex(end => Equals(end, Node.EndpointOf(own)));
        var members = ends.Select(end => end?.ToString() ?? "this process").ToList();
        var terms = known.Terms(members);
        var group = new GroupSettings(terms, members, known.Options.Clock, known.Options.LongestTry);
        var log = Logging.GetLogger(system, typeof(CoterieNode));
        if (terms.Voters % 2 == 0)
        {
            log.Warning(
                "The group has {0} members: {1} would bear the loss of as many. An odd number is best.",
                terms.Voters,
                terms.Voters - 1);
        }
        var isNew = known.Options.IsNew || known.IsWithinProcess;
        var provider = ((ExtendedActorSystem)system).Provider;
        var actors = ends
            .Select((end, i) => i == index ? ActorRefs.Nobody : provider.ResolveActorRef(PathAt(own, end!)))
            .ToList();
        if (index < 0 && known.Options.DataFolder is { } given)
        {
            throw new SettingsException(
                $"DataFolder must be left out of a process that is no member; {Node.EndpointOf(own)} is none of "
                + $"{string.Join(", ", members)}; was [{given}].");
        }
        IActorRef? voter = null;
        if (index >= 0)
        {
            var folder = known.Options.DataFolder is { } path
                ? DataFolder.Open(path, new FolderOwner(members[index], terms.GroupText))
                : null;
            // Whoever has a memory does not begin again. In a group within one process, no client lives longer than its voter.
            isNew &= known.IsWithinProcess || folder?.Memory.IsEmpty != false;
            var props = VoterActor.Props(new ProcessId(index + 1), group, new VoterRefs([.. actors]), isNew, folder);
            actors[index] = voter = system.ActorOf(props, Offers.Voter);
        }
        var host = new LockHost(
            group,
            known.Options.Holder ?? ThisProcess(),
            log,
            new LockMetrics(known.Options.MeterFactory, known.Options.TagsLockNames, known.Options.Clock),
            voter => Node.Reconnect(system, actors[voter.Value - 1].Path.Address),
            known.Options.LogsRefusals);
        ExpectedNodes.Of(system).Add(
            ends.OfType<IPEndPoint>(),
            (end, reason) => host.OnRefused(new ProcessId(ends.IndexOf(end) + 1), reason));
        var node = new CoterieNode(system, ownsSystem, group, host, new VoterRefs(actors), voter);
        node.WhenEnded = node.EndedAsync();
        return node;
    }

    private static Config Encryption(TlsOptions? tls) => tls is null
        ? ConfigurationFactory.Empty
        : ConfigurationFactory.ParseString($$"""
            coterie.node.tls {
              certificate = {{JsonSerializer.Serialize(tls.CertificateFile)}}
              key = {{JsonSerializer.Serialize(tls.KeyFile)}}
              authority = {{JsonSerializer.Serialize(tls.AuthorityFile)}}
            }

            """);

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    private static string PathAt(Address own, IPEndPoint end) =>
        $"{own.WithHost(HostPort.InBrackets(end.Address.ToString())).WithPort(end.Port)}/user/{Offers.Voter}";

    private static string ThisProcess() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path.GetFileNameWithoutExtension(Environment.ProcessPath)} {Environment.ProcessId} on {Environment.MachineName}");

    // Members that do not answer beats are not asked.
    private async Task<string> WhyNotAsync(string name, TimeSpan timeout, CancellationToken cancellation)
    {
        var health = _host.CheckHealth();
        var states = await Task.WhenAll(health.Members.Select((known, member) => known.Answers
            ? InspectAsync(member, name, LongestQuestion, cancellation)
            : Task.FromResult<VoterState?>(null))).ConfigureAwait(false);
        var view = GroupView.Of(Members, states, Group.Terms.Majority);
        var held = view.Locks.SingleOrDefault();
        var time = timeout == TimeSpan.Zero
            ? "at once"
            : string.Create(CultureInfo.InvariantCulture, $"within {timeout.TotalSeconds:0.###} s");
        var reason = view.HasMajority || held is not null ? LockSentences.Of(held) + " " : "";
        return $"{Printable.Escape(name, 100)} could not be locked {time}. {reason}{health}";
    }

    private async Task EndedAsync()
    {
        if (_voter is null)
            await _system.WhenTerminated.ConfigureAwait(false);
        else
            await Task.WhenAny(_system.WhenTerminated, _voter.WatchAsync()).ConfigureAwait(false);
    }
}
