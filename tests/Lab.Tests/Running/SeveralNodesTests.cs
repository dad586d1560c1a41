using System.Collections.Concurrent;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coterie.Lab.Mutex;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Mutex.Algorithms;

namespace Coterie.Tests.Running;

/// <summary>
/// A run and the nodes that join it, all in one actor system: the messages between them, without a network.
/// </summary>
public sealed class SeveralNodesTests : TestKit
{
    private static readonly DurationRange None = new(TimeSpan.Zero, TimeSpan.Zero);
    private readonly RunJudge _judge = MutexAlgorithms.RicartAgrawala.InLab().MakeJudge(5);
    private readonly Events _events = new();
    private int _joins;

    public SeveralNodesTests()
        : base("akka.test.single-expect-default = 30s")
    {
    }

    [Fact]
    public async Task The_processes_are_spread_and_the_record_of_all_nodes_is_judged()
    {
        var (run, ended) = Run(nodes: 3);
        var joins = new[] { Join(run), Join(run) };
        await UntilEntriesAsync(20);
        run.Tell(RunActor.CloseDue.Instance);
        var summary = (await ended).Summary!;
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.Equal(summary.Entries, summary.Counter);
        Assert.Equal(2 * 4, summary.MessagesPerEntry);
        Assert.Equal(summary.Messages.Of("request"), summary.Messages.Of("reply"));
        Assert.DoesNotContain(0, summary.EntriesPerProcess);
        Assert.Equal(
            ["began 1 1", "began 2 2", "began 4 2"], _events.Where(e => e.StartsWith("began", StringComparison.Ordinal)).Order());
        foreach (var join in joins)
            Assert.True((await join).Ended!.IsGood);
    }

    [Fact]
    public async Task A_node_that_is_lost_ends_the_run_and_its_processes_are_named()
    {
        var (run, ended) = Run(nodes: 2);
        var join = Join(run);
        await UntilEntriesAsync(20);
        Sys.Stop(await Sys.ActorSelection("/user/join-1/node").ResolveOne(RemainingOrDefault));
        var summary = (await ended).Summary!;
        Assert.Contains("lost 2 3 3", _events);
        Assert.Equal([new(3), new(4), new(5)], summary.Lost);
        Assert.Equal(RunVerdict.Incomplete, summary.Verdict);
        Assert.True(summary.IsGood, string.Join('\n', summary.Violations));
        Assert.All(summary.Blocked, blocked => Assert.Empty(blocked.Missing.Except(summary.Lost)));
        Assert.Equal("node stopped", (await join).Failure);
    }

    [Fact]
    public async Task Another_node_than_the_run_waits_for_is_refused()
    {
        var (run, _) = Run(nodes: 2);
        var first = Join(run);
        await UntilEntriesAsync(1);
        Assert.Equal("The run has its 2 nodes already.", (await Join(run)).Failure);
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task A_node_that_leaves_before_the_run_begins_makes_room_for_another()
    {
        var (run, _) = Run(nodes: 3);
        var first = Join(run);
        await UntilAsync(() => _events.Count(e => e == "joined 2") == 2); // on both sides
        Sys.ActorSelection("/user/join-1").Tell(JoinActor.LeaveDue.Instance, TestActor);
        Assert.Equal("Left before the run began.", (await first).Ended!.Outcome);
        await UntilAsync(() => _events.Contains("left 2"));
        _ = Join(run);
        _ = Join(run);
        await UntilEntriesAsync(1);
    }

    [Fact]
    public async Task A_node_that_leaves_during_the_run_ends_it_in_good_order()
    {
        var (run, ended) = Run(nodes: 2);
        var join = Join(run);
        await UntilEntriesAsync(1);
        Sys.ActorSelection("/user/join-1").Tell(JoinActor.LeaveDue.Instance, TestActor);
        Assert.True((await ended).Summary!.IsGood);
        Assert.True((await join).Ended!.IsGood);
    }

    [Fact]
    public async Task A_process_that_fails_on_another_node_fails_the_run()
    {
        var (run, ended) = Run(nodes: 2, NotOnTheSecond);
        using var noise = EventFilter.Exception<InvalidOperationException>().Mute(); // of one to three: the first ends the run
        var join = Join(run);
        Assert.Matches("^process-[345] stopped: no such algorithm$", (await ended).Failure);
        Assert.Matches("process-[345] stopped", (await join).Ended!.Outcome);
    }

    [Fact]
    public async Task A_node_answers_that_it_knows_the_end_as_often_as_it_is_told_until_the_run_has_stopped()
    {
        var run = CreateTestProbe();
        var join = Join(run);
        await run.ExpectMsgAsync<RunProtocol.Join>();
        var node = run.Sender;
        node.Tell(new RunProtocol.Joined(2, 2), run);
        for (var i = 0; i < 2; i++)
        {
            node.Tell(new RunProtocol.Ended("The run ended.", true), run);
            await run.FishForMessageAsync<RunProtocol.EndKnown>(known => known.Node == 2);
        }
        Sys.Stop(run);
        Assert.True((await join).Ended!.IsGood);
    }

    [Fact]
    public async Task If_nobody_answers_the_join_ends_with_a_sentence()
    {
        var nobody = Sys.ActorOf(Props.Empty, "nobody");
        Assert.Equal(
            "no run at coterie answered within 0.05 s",
            (await Join(nobody, patience: TimeSpan.FromMilliseconds(50))).Failure?.Replace(
                ":", "coterie", StringComparison.Ordinal));
    }

    // The first node has the processes 1 and 2.
    private static Protocol NotOnTheSecond { get; } = MutexAlgorithms.RicartAgrawala.InLab() with
    {
        Create = setup => setup.Self.Value > 2
            ? throw new InvalidOperationException("no such algorithm")
            : new RicartAgrawala(setup.Self, setup.Processes),
    };

    private (IActorRef Run, Task<RunOutcome> Ended) Run(int nodes, Protocol? protocol = null)
    {
        var settings = new SimulationSettings(
            5,
            TimeSpan.FromHours(1),
            None,
            None,
            1,
            TimeSpan.FromSeconds(10),
            protocol ?? MutexAlgorithms.RicartAgrawala.InLab());
        var setup = new RunSetup(nodes, _judge, Local(), _events);
        var run = Sys.ActorOf(Props.Create(() => new RunActor(settings, setup)), "run");
        return (run, run.Ask<RunOutcome>(RunActor.Start.Instance, TimeSpan.FromMinutes(1)));
    }

    private Task<JoinOutcome> Join(IActorRef run, TimeSpan? patience = null)
    {
        var setup = Local();
        var path = run.Path;
        var limit = patience ?? TimeSpan.FromMinutes(1);
        var join = Sys.ActorOf(Props.Create(() => new JoinActor(path, limit, setup)), $"join-{++_joins}");
        return join.Ask<JoinOutcome>(JoinActor.Start.Instance, TimeSpan.FromMinutes(1));
    }

    private NodeSetup Local()
    {
        var log = new StepLog();
        return new NodeSetup(new RunRecorder(TimeProvider.System, log), log, _events);
    }

    private Task UntilEntriesAsync(int entries) => UntilAsync(() => _judge.Entries >= entries);

    private Task UntilAsync(Func<bool> condition) =>
        AwaitConditionAsync(() => Task.FromResult(condition()), CancellationToken.None);

    private sealed class Events : ConcurrentQueue<string>, IRunWatcher
    {
        public void Waiting(Address own, int missing) => Enqueue($"waiting {missing}");

        public void Looking(Address first, TimeSpan patience) => Enqueue("looking");

        public void Joined(int node, int nodes, Address peer) => Enqueue($"joined {node}");

        public void Began(int first, int count) => Enqueue($"began {first} {count}");

        public void Left(int node, Address peer) => Enqueue($"left {node}");

        public void Silent(int node, Address peer, TimeSpan silence) => Enqueue($"silent {node}");

        public void Back(int node, Address peer) => Enqueue($"back {node}");

        public void Lost(int node, Address peer, int first, int count) => Enqueue($"lost {node} {first} {count}");
    }
}
