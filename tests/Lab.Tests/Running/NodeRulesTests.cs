using Coterie.Lab.Running;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Tests.Running;

/// <summary>The rules of a node that has the processes 3 to 5 of five, as node 2, without actors.</summary>
public sealed class NodeRulesTests
{
    private static readonly Prepare Share = new(2, 3, 3, RunParts.Settings(5), RunParts.Ref("counter", RunParts.At(1)));
    private static readonly Peers FirstPeers = new(1, RunParts.Processes(1, 2, RunParts.At(1)));
    private static readonly Peers OtherPeers = new(3, RunParts.Processes(3, 3, RunParts.At(2)));
    private static readonly NodeEffect.Send Begun = new(new Begun(2));
    private static readonly NodeEffect.Send Closed = new(new Closed(2));
    private static readonly NodeEffect.Send Finished = new(new Finished(2));
    private static readonly NodeEffect.SetShipTimer ShipTimer = new(NodeRules.ShipInterval);

    private readonly StepLog _log = new();
    private readonly NodeRules _node;
    private TimeSpan _elapsed;

    public NodeRulesTests() => _node = new NodeRules(_log);

    [Fact]
    public void The_processes_are_made_once_and_named_for_every_copy_of_the_command()
    {
        Assert.Equal([new NodeEffect.Make(Share), new NodeEffect.TellProcesses(2)], Get(Share));
        Assert.Equal([new NodeEffect.TellProcesses(2)], Get(Share));
        Assert.Equal([new NodeEffect.TellProcesses(2)], Get(Share with { First = 1, Node = 1 }));
    }

    [Fact]
    public void A_node_begins_once_it_knows_all_processes_whatever_order_they_come_in()
    {
        Get(Share);
        Assert.Equal([new NodeEffect.Ignore(Begin.Instance)], Get(Begin.Instance));
        Get(OtherPeers);
        Assert.Equal([new NodeEffect.Ignore(Begin.Instance)], Get(Begin.Instance));
        Get(FirstPeers);
        var effects = Get(Begin.Instance);
        var work = Assert.IsType<NodeEffect.BeginWork>(effects[0]);
        Assert.Equal(Share, work.Share);
        Assert.Equal([.. FirstPeers.Processes, .. OtherPeers.Processes], work.Peers);
        Assert.Equal([ShipTimer, Begun], effects.Skip(1));
        Assert.Equal([Begun], Get(Begin.Instance));
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(1, 6)]
    public void Processes_that_the_run_does_not_have_are_not_taken(int first, int count)
    {
        Get(Share);
        var peers = new Peers(first, RunParts.Processes(first, count, RunParts.At(1)));
        Assert.Equal([new NodeEffect.Ignore(peers)], Get(peers));
    }

    [Fact]
    public void A_command_that_comes_too_early_is_ignored()
    {
        AssertIgnored(FirstPeers, Begin.Instance, new GetClock(1), Close.Instance, new RunProtocol.Fence(1), Finish.Instance);
        Get(Share);
        AssertIgnored(new GetClock(1), Close.Instance, new RunProtocol.Fence(1), Finish.Instance);
        Work();
        AssertIgnored(new RunProtocol.Fence(1), Finish.Instance, OtherPeers);
        Get(Close.Instance);
        AssertIgnored(new RunProtocol.Fence(1)); // no process has closed
    }

    [Fact]
    public void The_clock_of_the_record_is_reported_as_often_as_the_run_asks()
    {
        Work();
        _elapsed = TimeSpan.FromSeconds(7);
        Assert.Equal([new NodeEffect.Send(new Clock(2, 4, _elapsed))], Get(new GetClock(4)));
        Assert.Equal([new NodeEffect.Send(new Clock(2, 4, _elapsed))], Get(new GetClock(4)));
        Get(Close.Instance);
        Assert.Equal([new NodeEffect.Send(new Clock(2, 4, _elapsed))], Get(new GetClock(4)));
    }

    [Fact]
    public void The_node_is_closed_when_all_its_workers_are_and_says_so_again()
    {
        Work();
        Assert.Equal([new NodeEffect.CloseWorkers()], Get(Close.Instance));
        Assert.Empty(Take(new NodeInput.WorkerClosed()));
        Assert.Empty(Get(Close.Instance));
        Assert.Empty(Take(new NodeInput.WorkerClosed()));
        Assert.Equal([Closed], Take(new NodeInput.WorkerClosed()));
        Assert.Equal([Closed], Get(Close.Instance));
    }

    [Fact]
    public void A_fence_is_answered_when_every_process_has_answered_and_asks_them_once_a_round()
    {
        CloseAll();
        for (var round = 1; round <= 2; round++)
        {
            var fenced = new NodeEffect.Send(new Fenced(2, round));
            Assert.Equal([new NodeEffect.AskProcesses()], Get(new RunProtocol.Fence(round)));
            Assert.Empty(Take(new NodeInput.ProcessAnswered()));
            Assert.Empty(Get(new RunProtocol.Fence(round)));
            Assert.Empty(Take(new NodeInput.ProcessAnswered()));
            Assert.Equal([fenced], Take(new NodeInput.ProcessAnswered()));
            Assert.Equal([fenced], Get(new RunProtocol.Fence(round)));
        }
        Assert.Equal([new NodeEffect.Send(new Fenced(2, 2))], Get(new RunProtocol.Fence(1))); // a late copy
    }

    [Fact]
    public void The_node_has_finished_when_the_run_has_its_whole_record_and_says_so_again()
    {
        CloseAll();
        Record(4);
        Assert.Equal([(0L, 1)], StepsIn(Get(Finish.Instance)));
        Assert.Empty(Get(Finish.Instance));
        Assert.Equal([Finished], Get(new StepsTaken(1)));
        Assert.Equal([Finished], Get(new StepsTaken(1)));
        Assert.Equal([Finished], Get(Finish.Instance));
    }

    [Fact]
    public void A_node_without_a_record_has_finished_at_once_and_ships_nothing()
    {
        var node = new NodeRules(null);
        foreach (var message in new IWireMessage[] { Share, FirstPeers, OtherPeers })
            node.On(new NodeInput.FromRun(message), _elapsed);
        Assert.DoesNotContain(ShipTimer, node.On(new NodeInput.FromRun(Begin.Instance), _elapsed));
        node.On(new NodeInput.FromRun(Close.Instance), _elapsed);
        Assert.Equal([Finished], node.On(new NodeInput.FromRun(Finish.Instance), _elapsed));
    }

    [Fact]
    public void New_steps_are_sent_at_the_next_tick_and_after_each_answer()
    {
        Work();
        Record(3);
        Record(4);
        Assert.Equal([(0L, 2)], StepsIn(Ship()));
        Assert.Empty(StepsIn(Ship()));
        Record(5);
        Assert.Equal([(2L, 1)], StepsIn(Get(new StepsTaken(2))));
    }

    [Fact]
    public void Steps_without_an_answer_are_sent_again_at_the_twentieth_tick()
    {
        Work();
        Record(3);
        Assert.Equal([(0L, 1)], StepsIn(Ship()));
        for (var tick = 2; tick < 20; tick++)
            Assert.Empty(StepsIn(Ship()));
        Assert.Equal([(0L, 1)], StepsIn(Ship()));
        Get(new StepsTaken(1));
        for (var tick = 1; tick <= 40; tick++)
            Assert.Empty(StepsIn(Ship()));
    }

    [Fact]
    public void After_an_answer_the_wait_for_the_rest_begins_again()
    {
        Work();
        Record(3);
        Record(4);
        for (var tick = 1; tick <= 15; tick++)
            Ship();
        Get(new StepsTaken(1));
        for (var tick = 1; tick < 20; tick++)
            Assert.Empty(StepsIn(Ship()));
        Assert.Equal([(1L, 1)], StepsIn(Ship()));
    }

    [Fact]
    public void A_late_or_repeated_confirmation_sends_no_step_twice()
    {
        Work();
        Record(3);
        Record(4);
        Ship();
        Get(new StepsTaken(2));
        Record(5);
        Assert.Equal([(2L, 1)], StepsIn(Get(new StepsTaken(1))));
        Assert.Empty(StepsIn(Get(new StepsTaken(2))));
        Assert.Empty(StepsIn(Get(new StepsTaken(99))));
    }

    [Theory]
    [InlineData("no such algorithm", "process-4 stopped: no such algorithm")]
    [InlineData(null, "process-4 stopped")]
    public void A_process_that_stops_is_named_with_the_cause_in_every_phase(string? cause, string reason)
    {
        var failed = new NodeEffect.Send(new Failed(2, reason));
        Get(Share);
        Assert.Equal([failed], Take(new NodeInput.Stopped("process-4", cause)));
        Work();
        Assert.Equal([failed], Take(new NodeInput.Stopped("process-4", cause)));
        Get(Close.Instance);
        Assert.Equal([failed], Take(new NodeInput.Stopped("process-4", cause)));
    }

    private IReadOnlyList<NodeEffect> Take(NodeInput input)
    {
        List<NodeEffect> effects = [.. _node.On(input, _elapsed)];
        _node.Check();
        return effects;
    }

    private IReadOnlyList<NodeEffect> Get(IWireMessage message) => Take(new NodeInput.FromRun(message));

    private void Work()
    {
        foreach (var message in new IWireMessage[] { Share, FirstPeers, OtherPeers, Begin.Instance })
            Get(message);
        Assert.Equal(NodePhase.Working, _node.Phase);
    }

    private void CloseAll()
    {
        Work();
        Get(Close.Instance);
        for (var worker = 0; worker < Share.Count; worker++)
            Take(new NodeInput.WorkerClosed());
    }

    private void AssertIgnored(params IWireMessage[] messages)
    {
        var before = _node.Phase;
        foreach (var message in messages)
            Assert.Equal([new NodeEffect.Ignore(message)], Get(message));
        Assert.Equal(before, _node.Phase);
    }

    private void Record(int process) => RunParts.Record(_log, RunParts.Step(process));

    private IReadOnlyList<NodeEffect> Ship()
    {
        var effects = Take(new NodeInput.ShipDue());
        Assert.Equal(ShipTimer, effects[0]);
        return effects;
    }

    private static IEnumerable<(long First, int Count)> StepsIn(IEnumerable<NodeEffect> effects) =>
        from steps in effects.OfType<NodeEffect.Send>().Select(send => send.Message).OfType<Steps>()
        select (steps.First, steps.Items.Count);
}
