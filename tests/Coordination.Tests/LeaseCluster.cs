using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.Remote;
using Akka.Remote.Transport;

namespace Coterie.Coordination.Tests;

/// <summary>
/// A cluster of actor systems on 127.0.0.1 that vote for leases. The first node is the oldest, so it has the singleton.
/// </summary>
internal sealed class LeaseCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly List<ActorSystem> _nodes = [];

    private LeaseCluster()
    {
    }

    public ActorSystem this[int index] => _nodes[index];

    /// <summary>A cluster whose nodes are all up.</summary>
    /// <param name="count">How many.</param>
    /// <param name="keysOf">Further keys of each node.</param>
    /// <param name="members">How many of them vote; null: all.</param>
    public static async Task<LeaseCluster> StartAsync(int count, Func<int, string> keysOf, int? members = null)
    {
        var cluster = new LeaseCluster();
        try
        {
            var ports = Enumerable.Range(0, count).Select(_ => FreePorts.Take()).ToList();
            for (var i = 0; i < count; i++)
            {
                var config = ConfigurationFactory.ParseString(keysOf(i))
                    .WithFallback(ConfigOf(ports.Take(members ?? count), ports[i]))
                    .WithFallback(ClusterSharding.DefaultConfig())
                    .WithFallback(ClusterSingleton.DefaultConfig())
                    .WithFallback(CoterieLease.DefaultConfig);
                cluster._nodes.Add(ActorSystem.Create("app", config));
            }
            cluster._nodes.ForEach(node => CoterieLeases.Get(node)); // all of them listen: no beat is lost
            foreach (var node in cluster._nodes)
            {
                using var limit = new CancellationTokenSource(Patience);
                await Akka.Cluster.Cluster.Get(node)
                    .JoinAsync(Akka.Cluster.Cluster.Get(cluster[0]).SelfAddress, limit.Token);
            }
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Nothing passes between this node and the others any more.</summary>
    public async Task CutOffAsync(int index)
    {
        foreach (var other in _nodes.Where(node => node != _nodes[index]))
        {
            await DropAsync(_nodes[index], other);
            await DropAsync(other, _nodes[index]);
        }
    }

    /// <summary>The node ends as in a crash: nobody hears of it, and nothing is released.</summary>
    public async Task KillAsync(int index)
    {
        await CutOffAsync(index);
        await _nodes[index].Terminate().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_nodes.Select(node => node.Terminate())).WaitAsync(Patience);

    private static async Task DropAsync(ActorSystem from, ActorSystem to)
    {
        var address = Akka.Cluster.Cluster.Get(to).SelfAddress;
        var transport = ((IRemoteActorRefProvider)((ExtendedActorSystem)from).Provider).Transport;
        var plain = address.WithProtocol("tcp");
        Assert.True(await transport.ManagementCommand(
            new SetThrottle(plain, ThrottleTransportAdapter.Direction.Both, Blackhole.Instance), CancellationToken.None));
    }

    private static Config ConfigOf(IEnumerable<int> voting, int own)
    {
        var members = string.Join(
            ", ", voting.Select(port => string.Create(CultureInfo.InvariantCulture, $"\"127.0.0.1:{port}\"")));
        return ConfigurationFactory.ParseString($$"""
            akka {
              loglevel = OFF
              stdout-loglevel = OFF
              actor.provider = cluster
              remote.dot-netty.tcp {
                hostname = "127.0.0.1"
                port = {{own.ToString(CultureInfo.InvariantCulture)}}
                applied-adapters = ["trttl"]
              }
              cluster {
                failure-detector {
                  heartbeat-interval = 300ms
                  acceptable-heartbeat-pause = 2s
                }
                downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
                split-brain-resolver {
                  active-strategy = keep-majority
                  stable-after = 1s
                }
                singleton.lease-retry-interval = 500ms
                sharding {
                  lease-retry-interval = 500ms
                  state-store-mode = ddata
                }
              }
              coordinated-shutdown.run-by-actor-system-terminate = off
              coordination.lease.coterie {
                members = [{{members}}]
                is-new = on
              }
            }
            """);
    }
}
