using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Coterie.Actors.Nodes;
using Coterie.Lab.Catalogue;
using Coterie.Lab.Configuration;
using Coterie.Lab.Mutex;
using Coterie.Lab.Quorum;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Running;

/// <summary>Runs on several nodes over Akka.Remote, each with an address of its own.</summary>
public sealed class NetworkSimulationTests
{
    private static readonly DurationRange Short = DurationRange.TryParse("0..10ms")!;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly Config Config = ConfigurationFactory
        .ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }")
        .WithFallback(LabConfiguration.Load([]));

    [Theory]
    [InlineData("127.0.0.2", "127.0.0.3")]
    [InlineData("::1", "::1")]
    public async Task A_run_on_three_nodes_is_good_and_its_counter_counts_all_entries(string first, string others)
    {
        var summary = await RunAsync(MutexAlgorithms.RicartAgrawala.InLab(), 7, 3, first, others);
        Assert.Equal(2 * 6, summary.MessagesPerEntry);
    }

    public static TheoryData<string> Algorithms => [.. MutexAlgorithms.All.Select(algorithm => algorithm.Name)];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Every_algorithm_runs_on_two_nodes(string name) =>
        await RunAsync(ProtocolCatalogue.Find(name)!, 5, 2, "127.0.0.2", "127.0.0.3");

    [Fact]
    public async Task The_lock_by_votes_runs_on_two_nodes()
    {
        var summary = await RunAsync(QuorumLab.Quorum, 8, 2, "127.0.0.2", "127.0.0.3");
        Assert.All(summary.EntriesPerProcess.Take(3), entries => Assert.Equal(0, entries));
    }

    private static async Task<RunSummary> RunAsync(Protocol protocol, int processes, int nodes, string first, string others)
    {
        using var close = new CancellationTokenSource();
        var own = new Listening();
        var entered = new Entries(5);
        var settings = new SimulationSettings(
            processes, TimeSpan.FromHours(1), Short, Short, 1, TimeSpan.FromSeconds(2), protocol);
        var network = new NetworkSettings(new(IPAddress.Parse(first), 0), nodes);
        var run = ActorSimulation.RunAsync(settings, Config, network, listener: entered, watcher: own, close: close.Token);
        var place = new IPEndPoint(network.Listen.Address, (await own.Address.WaitAsync(Patience)).Port!.Value);
        var joins = Enumerable.Range(1, nodes - 1)
            .Select(_ => ActorSimulation.JoinAsync(place, new(IPAddress.Parse(others), 0), Config, Patience))
            .ToList();
        await entered.Task.WaitAsync(Patience);
        await close.CancelAsync();
        var summary = await run.WaitAsync(Patience);
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.Equal(protocol.CountsEntries ? summary.Entries : null, summary.Counter);
        Assert.All(await Task.WhenAll(joins).WaitAsync(Patience), ended => Assert.True(ended.IsGood, ended.Outcome));
        return summary;
    }

    [Fact]
    public async Task A_place_where_it_cannot_listen_is_told_in_a_sentence()
    {
        var settings = new SimulationSettings(
            2, TimeSpan.FromHours(1), Short, Short, 1, TimeSpan.FromSeconds(2), MutexAlgorithms.RicartAgrawala.InLab());
        var network = new NetworkSettings(new(IPAddress.Parse("192.0.2.1"), 0), 2); // reserved for documentation
        var failure = await Assert.ThrowsAsync<NodeException>(() => ActorSimulation.RunAsync(settings, Config, network));
        Assert.StartsWith(
            "The address to listen on must be one of this machine's, with a free port, was [192.0.2.1:0]",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_nobody_can_be_reached_by_is_refused()
    {
        var settings = new SimulationSettings(
            2, TimeSpan.FromHours(1), Short, Short, 1, TimeSpan.FromSeconds(2), MutexAlgorithms.RicartAgrawala.InLab());
        var failure = await Assert.ThrowsAsync<NodeException>(
            () => ActorSimulation.RunAsync(settings, Config, new NetworkSettings(new(IPAddress.Any, 0), 2)));
        Assert.EndsWith("was [0.0.0.0].", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Completes when a node has seen so many entries of its own processes.</summary>
    private sealed class Entries(int wanted) : IRunListener
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _entries;

        public Task Task => _seen.Task;

        public void On(TimeSpan at, in Step step)
        {
            if (step.Find(Deed.Entered) is not null && ++_entries == wanted)
                _seen.SetResult();
        }
    }

    private sealed class Listening : IRunWatcher
    {
        private readonly TaskCompletionSource<Address> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Address> Address => _address.Task;

        public void Waiting(Address own, int missing) => _address.TrySetResult(own);

        public void Looking(Address first, TimeSpan patience)
        {
        }

        public void Joined(int node, int nodes, Address peer)
        {
        }

        public void Began(int first, int count)
        {
        }

        public void Left(int node, Address peer)
        {
        }

        public void Silent(int node, Address peer, TimeSpan silence)
        {
        }

        public void Back(int node, Address peer)
        {
        }

        public void Lost(int node, Address peer, int first, int count)
        {
        }
    }
}
