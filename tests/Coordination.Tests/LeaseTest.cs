using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Coordination;
using Coterie.Actors.Configuration;
using Coterie.Actors.Locks;

namespace Coterie.Coordination.Tests;

/// <summary>What the tests of leases have in common: actor systems and groups that end with the test.</summary>
public abstract class LeaseTest : IAsyncLifetime
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected static readonly Config Quiet = ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF");

    private readonly List<ActorSystem> _systems = [];
    private readonly List<CoterieNode> _nodes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_systems.Select(system => system.Terminate())).WaitAsync(Patience);
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask())).WaitAsync(Patience);
    }

    /// <summary>A system that reaches nobody.</summary>
    protected ActorSystem System(string keys = "", params Setup[] setups)
    {
        var config = ConfigurationFactory.ParseString(keys).WithFallback(Quiet).WithFallback(CoterieLease.DefaultConfig);
        return Keep(ActorSystem.Create("app", ActorSystemSetup.Create([BootstrapSetup.Create().WithConfig(config), .. setups])));
    }

    /// <summary>A system with leases of this group.</summary>
    protected ActorSystem SystemOf(ICoterie coterie, TimeProvider? clock = null, string keys = "") =>
        System(keys, new CoterieLeaseSetup(coterie) { Clock = clock ?? TimeProvider.System });

    protected ActorSystem Keep(ActorSystem system)
    {
        _systems.Add(system);
        return system;
    }

    /// <summary>A group within this process.</summary>
    protected async Task<CoterieNode> GroupAsync(TimeProvider? clock = null) =>
        Keep(await CoterieNode.StartAsync(new CoterieOptions { Clock = clock ?? TimeProvider.System, Config = NodeConfig }));

    /// <summary>A node of a group of several processes; a client if it does not listen.</summary>
    protected async Task<CoterieNode> NodeAsync(
        IReadOnlyList<string> members, string? listen = null, TimeProvider? clock = null, bool isNew = true) =>
        Keep(await CoterieNode.StartAsync(new CoterieOptions
        {
            Members = members,
            Listen = listen,
            Clock = clock ?? TimeProvider.System,
            IsNew = isNew,
            Config = NodeConfig,
        }));

    protected CoterieNode Keep(CoterieNode node)
    {
        _nodes.Add(node);
        return node;
    }

    protected static Lease LeaseOf(ActorSystem system, string name, string owner) =>
        LeaseProvider.Get(system).GetLease(name, CoterieLease.ConfigPath, owner);

    private static Config NodeConfig => Quiet.WithFallback(CoterieConfiguration.Load([]));
}
