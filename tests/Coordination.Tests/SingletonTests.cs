using Akka.Actor;
using Akka.Cluster.Tools.Singleton;

namespace Coterie.Coordination.Tests;

/// <summary>A real cluster singleton on three nodes: there are never two, and it comes back.</summary>
public sealed class SingletonTests
{
    private const string UsesLease = $"akka.cluster.singleton.use-lease = {CoterieLease.ConfigPath}";

    private const string NeverDowns = "akka.cluster.downing-provider-class = \"\"";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task When_its_node_is_killed_it_begins_on_another_one()
    {
        var witness = new Witness();
        await using var cluster = await LeaseCluster.StartAsync(3, _ => UsesLease);
        Start(cluster, witness);
        Assert.Equal((0, true), await witness.NextAsync(Patience));
        await cluster.KillAsync(0);
        Assert.Equal((0, false), await witness.NextAsync(Patience));
        var (node, begins) = await witness.NextAsync(Patience);
        Assert.True(begins && node is 1 or 2);
        Assert.False(witness.HasSeenTwo);
    }

    [Fact]
    public async Task When_its_node_is_cut_off_it_ends_there_before_it_begins_on_another_one()
    {
        var witness = new Witness();
        await using var cluster = await LeaseCluster.StartAsync(3, node => node == 0 ? $"{UsesLease}\n{NeverDowns}" : UsesLease);
        Start(cluster, witness);
        Assert.Equal((0, true), await witness.NextAsync(Patience));
        await cluster.CutOffAsync(0); // it believes itself to be the oldest for ever
        Assert.Equal((0, false), await witness.NextAsync(Patience));
        var (node, begins) = await witness.NextAsync(Patience);
        Assert.True(begins && node is 1 or 2);
        Assert.False(witness.HasSeenTwo);
    }

    [Fact]
    public async Task Without_a_lease_the_same_cut_has_two()
    {
        var witness = new Witness();
        await using var cluster = await LeaseCluster.StartAsync(3, node => node == 0 ? NeverDowns : "");
        Start(cluster, witness);
        Assert.Equal((0, true), await witness.NextAsync(Patience));
        await cluster.CutOffAsync(0);
        var (node, begins) = await witness.NextAsync(Patience);
        Assert.True(begins && node is 1 or 2);
        Assert.True(witness.HasSeenTwo);
    }

    [Fact]
    public async Task When_its_node_leaves_the_lease_is_released()
    {
        var witness = new Witness();
        await using var cluster = await LeaseCluster.StartAsync(
            3, _ => $"{UsesLease}\n{CoterieLease.ConfigPath}.heartbeat-timeout = 2m");
        Start(cluster, witness);
        Assert.Equal((0, true), await witness.NextAsync(Patience));
        await CoordinatedShutdown.Get(cluster[0]).Run(CoordinatedShutdown.ClusterLeavingReason.Instance).WaitAsync(Patience);
        Assert.Equal((0, false), await witness.NextAsync(Patience));
        var (node, begins) = await witness.NextAsync(Patience); // which is less than the time of the lease
        Assert.True(begins && node is 1 or 2);
        Assert.False(witness.HasSeenTwo);
    }

    private static void Start(LeaseCluster cluster, Witness witness)
    {
        for (var node = 0; node < 3; node++)
        {
            var settings = ClusterSingletonManagerSettings.Create(cluster[node]);
            cluster[node].ActorOf(ClusterSingletonManager.Props(witness.PropsOn(node), PoisonPill.Instance, settings), "the-one");
        }
    }
}
