using Akka.Actor;
using Akka.Cluster;

namespace Coterie.Coordination.Tests;

/// <summary>The split brain resolver's lease-majority.</summary>
public sealed class LeaseMajorityTests
{
    private const string Resolver = $$"""
        akka.cluster.split-brain-resolver {
          active-strategy = lease-majority
          lease-majority {
            lease-implementation = {{CoterieLease.ConfigPath}}
            acquire-lease-delay-for-minority = 1s
          }
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task The_side_with_a_majority_of_nodes_and_members_survives()
    {
        await using var cluster = await LeaseCluster.StartAsync(3, _ => Resolver);
        await EndsAsync(cluster, [0], [1, 2]);
    }

    [Fact]
    public async Task A_minority_of_nodes_survives_if_it_has_the_majority_of_the_members()
    {
        await using var cluster = await LeaseCluster.StartAsync(3, _ => Resolver, members: 1);
        await EndsAsync(cluster, [1, 2], [0]);
    }

    private static async Task EndsAsync(LeaseCluster cluster, int[] ending, int[] surviving)
    {
        var removed = ending.Select(node => RemovedAsync(cluster[node])).ToList();
        var seen = Inbox.Create(cluster[surviving[0]]);
        Cluster.Get(cluster[surviving[0]]).Subscribe(
            seen.Receiver, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved));
        await cluster.CutOffAsync(0);
        await Task.WhenAll(removed).WaitAsync(Patience);
        var gone = new HashSet<Address>();
        while (gone.Count < ending.Length)
            gone.Add(((ClusterEvent.MemberRemoved)await seen.ReceiveAsync(Patience)).Member.Address);
        Assert.Equal(ending.Select(node => Cluster.Get(cluster[node]).SelfAddress).ToHashSet(), gone);
        Assert.All(surviving, node => Assert.Equal(MemberStatus.Up, Cluster.Get(cluster[node]).SelfMember.Status));
    }

    private static Task RemovedAsync(ActorSystem node)
    {
        var removed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Cluster.Get(node).RegisterOnMemberRemoved(() => removed.TrySetResult());
        return removed.Task;
    }
}
