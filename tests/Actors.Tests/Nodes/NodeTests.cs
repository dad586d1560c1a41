using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Coterie.Actors.Configuration;
using Coterie.Actors.Nodes;

namespace Coterie.Tests.Nodes;

/// <summary>How nodes start and end.</summary>
public sealed class NodeTests
{
    private static readonly Config Quiet = ConfigurationFactory.ParseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF")
        .WithFallback(CoterieConfiguration.Load([]));

    [Fact]
    public async Task Two_nodes_cannot_listen_on_one_port()
    {
        var first = Node.Start(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0), Quiet);
        var at = Node.EndpointOf(Node.AddressOf(first))!;
        var refusal = Assert.Throws<NodeException>(() => Node.Start(at, Quiet));
        Assert.Equal(
            $"The address to listen on must be one of this machine's, with a free port, was [{at}]: Address already in use.",
            refusal.Message);
        Assert.True(await Node.EndAsync(first, TimeSpan.FromMinutes(2)));
        var next = Node.Start(at, Quiet);
        await next.Terminate();
    }

    [Fact]
    public async Task The_end_of_a_node_that_does_not_end_is_not_waited_for()
    {
        using var stuck = new ManualResetEventSlim();
        var system = ActorSystem.Create("stuck", Quiet);
        await system.ActorOf(Props.Create(() => new Stuck(stuck))).Ask<ActorIdentity>(new Identify(1));
        Assert.False(await Node.EndAsync(system, TimeSpan.FromMilliseconds(100)));
        stuck.Set();
        Assert.True(await Node.EndAsync(system, TimeSpan.FromMinutes(2)));
    }

    private sealed class Stuck(ManualResetEventSlim until) : ReceiveActor
    {
        protected override void PostStop() => until.Wait();
    }
}
