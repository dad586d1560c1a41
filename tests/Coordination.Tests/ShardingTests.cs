using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Coterie.Coordination.Tests;

/// <summary>Sharding whose shards have leases.</summary>
public sealed class ShardingTests
{
    private const string UsesLease = $"akka.cluster.sharding.use-lease = {CoterieLease.ConfigPath}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task When_the_node_of_an_entity_is_cut_off_it_ends_there_before_it_begins_on_another_one()
    {
        var witnesses = Enumerable.Range(0, 20).ToDictionary(number => $"{number}", _ => new Witness());
        await using var cluster = await LeaseCluster.StartAsync(
            3, node => node == 0 ? $"{UsesLease}\nakka.cluster.downing-provider-class = \"\"" : UsesLease);
        var regions = await Task.WhenAll(Enumerable.Range(0, 3).Select(node => StartAsync(cluster[node], witnesses, node)));
        using var limit = new CancellationTokenSource(Patience);
        while ((await regions[1].Ask<CurrentRegions>(GetCurrentRegions.Instance, Patience)).Regions.Count < 3)
            limit.Token.ThrowIfCancellationRequested();
        var nodes = new Dictionary<string, int>();
        foreach (var entity in witnesses.Keys)
            nodes.Add(entity, await regions[1].Ask<int>(entity, Patience));
        var there = nodes.First(pair => pair.Value == 0).Key; // shards are spread over all nodes
        var witness = witnesses[there];
        Assert.Equal((0, true), await witness.NextAsync(Patience));
        await cluster.CutOffAsync(0);
        Assert.Equal((0, false), await witness.NextAsync(Patience));
        using var second = new CancellationTokenSource(Patience);
        while (await AskAsync(regions[1], there) is null or 0) // what was under way to the lost node is lost
            second.Token.ThrowIfCancellationRequested();
        var (node, begins) = await witness.NextAsync(Patience);
        Assert.True(begins && node is 1 or 2);
        Assert.False(witness.HasSeenTwo);
    }

    private static async Task<int?> AskAsync(IActorRef region, string entity)
    {
        try
        {
            return await region.Ask<int>(entity, TimeSpan.FromSeconds(2));
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private static Task<IActorRef> StartAsync(ActorSystem system, IReadOnlyDictionary<string, Witness> witnesses, int node) =>
        ClusterSharding.Get(system).StartAsync(
            "entities", entity => witnesses[entity].PropsOn(node), ClusterShardingSettings.Create(system), new Extractor());

    private sealed class Extractor : HashCodeMessageExtractor
    {
        public Extractor()
            : base(20)
        {
        }

        public override string EntityId(object message) => (string)message;
    }
}
