using Akka.Actor;
using Coterie.Actors.Nodes;
using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using static Coterie.Lab.Running.RunProtocol;
using Fence = Coterie.Lab.Running.RunProtocol.Fence;

namespace Coterie.Lab.Running;

/// <summary>
/// How far a run is. The phases follow one another in this order; <see cref="RunRules"/> says what leads from one to the
/// next.
/// </summary>
internal enum RunPhase
{
    /// <summary>The run waits for its start. No node can join.</summary>
    New,

    /// <summary>The run waits for nodes.</summary>
    Gathering,

    /// <summary>The nodes make their processes.</summary>
    Preparing,

    /// <summary>The nodes get to know all processes, and begin.</summary>
    Beginning,

    /// <summary>The processes take steps; the nodes are asked what their clocks show.</summary>
    Timing,

    /// <summary>The processes take steps, and their record is judged.</summary>
    Running,

    /// <summary>No process makes a new request.</summary>
    Closing,

    /// <summary>Every process is outside; each handles what it has received.</summary>
    Fencing,

    /// <summary>Each process handles the replies to that.</summary>
    FencingAgain,

    /// <summary>The nodes hand in the rest of their records.</summary>
    Finishing,

    /// <summary>Every step is there; the counter is asked for its value.</summary>
    Counting,

    /// <summary>The run should not go on: its processes are being stopped.</summary>
    Stopping,

    /// <summary>The run is being judged, or could not be finished.</summary>
    Over,

    /// <summary>The other nodes are told the outcome.</summary>
    Telling,

    /// <summary>Every other node knows the outcome, or is lost.</summary>
    Done,
}

/// <summary>
/// The rules of a run on one or more nodes. The run gathers the nodes, makes them create their processes and begin, and closes
/// them when the time is over. It ends when every process is outside and every step of every node is there. A node that is lost
/// ends the run early; a process that fails ends it at once. The messages between the run and its nodes may be lost, doubled,
/// delayed and reordered.
/// </summary>
/// <remarks>
/// <para>
/// A deterministic state machine, but not one of the kernel's machines. Those belong to a group that is complete from the start,
/// and all their messages can be written and read back. Here nodes come, go and change their numbers, and the messages carry
/// references to actors and records of steps. The records pass through unchanged.
/// </para>
/// <para>
/// The commands of a phase are sent to every node, again and again, until the node has answered. When all have, the next
/// phase begins:
/// <code>
/// New           start                                           Gathering
/// Gathering     all nodes are there                             Preparing
/// Preparing     every node has made its processes               Beginning
/// Beginning     every node has begun                            Timing; with one node: Running
/// Timing        all clock rounds are answered, or a node lost   Running
/// Running       the time is over, a node is lost, or leaves     Closing
/// Closing       every process is outside for good               Fencing
/// Fencing       every process has answered                      FencingAgain
/// FencingAgain  every process has answered                      Finishing
/// Finishing     every step is there                             Counting
/// Counting      the counter has answered                        Over
/// Running to Counting    there is no sense in going on          Stopping
/// Stopping      the run's own processes have stopped            Over
/// any           a process failed; a node is lost before Timing  Over
/// Over          the outcome is known                            Telling
/// Telling       every other node has answered                   Done
/// </code>
/// </para>
/// </remarks>
internal sealed class RunRules(SimulationSettings settings, int nodes)
{
    private const int PeersPerMessage = 500; // far below what a frame may hold
    private const int ClockRounds = 8; // the quickest answer is the most exact one

    /// <summary>How often what is not answered is sent again.</summary>
    public static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(1);

    // Invariants, between two inputs; see Check:
    // 1. The nodes are numbered from 1 without a gap, the run's own is the first, and there are never more than the run is for.
    // 2. Once the gathering is over all nodes are there, and their shares are the processes 1 to N, in their order.
    // 3. No answer is expected from a lost node. The first node is never lost, and none is lost before Running.
    // 4. Steps are kept back only before Running.
    // 5. A phase that waits for answers of the nodes waits for at least one; otherwise it would never end.
    private readonly RunNodes _nodes = new();
    private readonly List<RunEffect> _effects = [];
    private List<(int Node, IReadOnlyList<RecordedStep> Steps)> _early = [];
    private IActorRef _counter = ActorRefs.Nobody;
    private int _clockRound;
    private string? _stopped;
    private bool _closeAsked;

    /// <summary>How far the run is.</summary>
    public RunPhase Phase { get; private set; }

    /// <summary>How many nodes take part so far, the run's own included; lost ones count.</summary>
    public int Nodes => _nodes.Count;

    /// <summary>Takes one input.</summary>
    /// <param name="input">What came in.</param>
    /// <param name="now">The monotonic clock of the run's own machine.</param>
    /// <returns>What to do about it, in order; valid until the next call.</returns>
    public IReadOnlyList<RunEffect> On(RunInput input, TimeSpan now)
    {
        _effects.Clear();
        switch (input)
        {
            case RunInput.Start start: OnStart(start); break;
            case RunInput.Joining joining: OnJoining(joining); break;
            case RunInput.Message message: OnMessage(message, now); break;
            case RunInput.Heard heard: OnHeard(heard.Node); break;
            case RunInput.Gone gone: OnGone(gone); break;
            case RunInput.Total total: OnTotal(total.Value); break;
            case RunInput.Judged judged: OnJudged(judged.Ended); break;
            case RunInput.CloseDue when Phase == RunPhase.Telling: Stop(); break;
            case RunInput.CloseDue: OnCloseDue(); break;
            case RunInput.RepeatDue due: OnRepeatDue(due.Excess); break;
        }
        AdvanceWhereSettled(now);
        return _effects;
    }

    /// <summary>Throws if an invariant does not hold.</summary>
    /// <exception cref="BrokenRuleException">With the number of the invariant.</exception>
    public void Check()
    {
        var (all, next) = (_nodes.All, 1);
        Require(1, all.Count <= nodes && all.Select(node => node.Number).SequenceEqual(Enumerable.Range(1, all.Count)));
        Require(1, Phase == RunPhase.New ? all.Count == 0 : all[0].Id == NodeId.Own);
        if (Phase is > RunPhase.Gathering and < RunPhase.Over)
        {
            Require(2, all.Count == nodes);
            foreach (var node in all)
            {
                Require(2, node.Share.First == next);
                next += node.Share.Count;
            }
            Require(2, next == settings.Processes + 1);
        }
        Require(3, all.All(node => !node.IsLost || (node is { IsSettled: true, Number: > 1 } && Phase > RunPhase.Timing)));
        Require(4, _early.Count == 0 || Phase is < RunPhase.Running or >= RunPhase.Over);
        var isWaiting = Phase is (>= RunPhase.Preparing and <= RunPhase.Finishing and not RunPhase.Running) or RunPhase.Telling;
        Require(5, !_nodes.AreSettled || !isWaiting);
    }

    private void Require(int invariant, bool holds)
    {
        if (!holds)
            throw new BrokenRuleException($"invariant {invariant} of the run does not hold in {Phase}, with {Nodes} nodes");
    }

    private void OnStart(RunInput.Start start)
    {
        if (Phase != RunPhase.New)
            return;
        (Phase, _counter) = (RunPhase.Gathering, start.Counter);
        _nodes.Add(start.Own);
        _effects.Add(new RunEffect.Set(RunTimer.Repeat, RepeatInterval));
        if (_nodes.Count < nodes)
            _effects.Add(new RunEffect.TellWaiting(nodes - _nodes.Count));
        if (_closeAsked)
            OnCloseDue();
    }

    private void OnJoining(RunInput.Joining joining)
    {
        if (Phase == RunPhase.New)
            return; // a node that wants to join asks again
        var node = _nodes.Find(joining.Node);
        if (node is null && Phase == RunPhase.Gathering)
        {
            node = _nodes.Add(joining.Address);
            _effects.Add(new RunEffect.Admit(node.Id, node.Number, node.Address));
        }
        _effects.Add(new RunEffect.Answer(node is null
            ? new JoinRefused($"The run has its {nodes} nodes already.")
            : new Joined(node.Number, nodes)));
    }

    private void OnMessage(RunInput.Message input, TimeSpan now)
    {
        // A node that leaves, or for which the run ended before it began, may have had another number when it said so.
        if (_nodes.Find(input.Node) is not { } node
            || (node.Number != input.Content.Node && input.Content is not (Leave or EndKnown)))
        {
            _effects.Add(new RunEffect.Refuse(input.Content));
            return;
        }
        switch (input.Content)
        {
            case Leave: OnLeave(node); break;
            case Prepared prepared: OnPrepared(node, prepared); break;
            case Begun: node.Settle<Begin>(); break;
            case Clock clock: OnClock(node, clock, now); break;
            case Steps steps: OnSteps(node, steps); break;
            case Closed: node.Settle<Close>(); break;
            case Fenced fenced: node.Settle<Fence>(fence => fence.Round == fenced.Round); break;
            case Finished: node.Settle<Finish>(); break;
            case Failed failed: Fail(failed.Reason); break;
            case EndKnown: node.Settle<Ended>(); break;
        }
    }

    private void OnPrepared(RunNode node, Prepared prepared)
    {
        if (!node.CanHave(prepared.Processes))
        {
            Fail($"node {node.Number} has not made the processes that it was asked for");
            return;
        }
        node.Processes = prepared.Processes;
        node.Settle<Prepare>();
    }

    private void OnSteps(RunNode node, Steps steps)
    {
        if (!steps.Items.All(step => node.CanHaveTaken(step, settings.Processes)))
        {
            Fail($"node {node.Number} tells of steps that none of its processes can have taken");
            return;
        }
        // If steps before these are missing, the node sends those again, and these after them.
        if (steps.First <= node.NextStep && !node.IsLost && Phase < RunPhase.Stopping)
        {
            var news = steps.Items.Skip((int)Math.Min(node.NextStep - steps.First, steps.Items.Count)).ToList();
            node.NextStep += news.Count;
            if (news.Count > 0 && Phase < RunPhase.Running)
                _early.Add((node.Number, news));
            else if (news.Count > 0)
                _effects.Add(new RunEffect.Merge(node.Number, news));
        }
        _effects.Add(new RunEffect.Answer(new StepsTaken(node.NextStep)));
    }

    private void OnClock(RunNode node, Clock clock, TimeSpan now)
    {
        if (clock.Round == _clockRound)
            node.Zero.Add(now, clock.Elapsed);
        node.Settle<GetClock>(asked => asked.Round == clock.Round);
    }

    private void AdvanceWhereSettled(TimeSpan now)
    {
        if (!_nodes.AreSettled || (Phase == RunPhase.Gathering && _nodes.Count < nodes))
            return;
        switch (Phase)
        {
            case RunPhase.Gathering: Prepare(); break;
            case RunPhase.Preparing: Command(RunPhase.Beginning, Introduction()); break;
            case RunPhase.Beginning or RunPhase.Timing when nodes > 1 && _clockRound < ClockRounds: AskClocks(now); break;
            case RunPhase.Beginning or RunPhase.Timing: Run(); break;
            case RunPhase.Closing: Command(RunPhase.Fencing, new Fence(1)); break;
            // No process makes a request any more. When every process has answered once, each has handled its client's last
            // command and every request that had arrived; when all have answered again, each has received the replies to
            // these.
            case RunPhase.Fencing: Command(RunPhase.FencingAgain, new Fence(2)); break;
            case RunPhase.FencingAgain: Command(RunPhase.Finishing, Finish.Instance); break;
            case RunPhase.Finishing: Count(); break;
            case RunPhase.Telling: Stop(); break;
        }
    }

    private void Command(RunPhase phase, params IReadOnlyList<IWireMessage> messages)
    {
        Phase = phase;
        foreach (var node in _nodes.All)
            Send(node, node.Command(messages));
    }

    private void Send(RunNode node, IReadOnlyList<IWireMessage> messages)
    {
        foreach (var message in messages)
            _effects.Add(new RunEffect.Send(node.Id, message));
    }

    private void Prepare()
    {
        Phase = RunPhase.Preparing;
        _nodes.Share(settings.Processes);
        foreach (var node in _nodes.All)
            Send(node, node.Command([new Prepare(node.Number, node.Share.First, node.Share.Count, settings, _counter)]));
    }

    private List<IWireMessage> Introduction()
    {
        var messages = new List<IWireMessage>();
        foreach (var node in _nodes.All)
        {
            var first = node.Share.First;
            foreach (var chunk in node.Processes.Chunk(PeersPerMessage))
            {
                messages.Add(new Peers(first, chunk));
                first += chunk.Length;
            }
        }
        messages.Add(Begin.Instance);
        return messages;
    }

    private void Count()
    {
        Phase = RunPhase.Counting;
        _effects.Add(new RunEffect.GetTotal());
    }

    private void AskClocks(TimeSpan now)
    {
        _clockRound++;
        foreach (var node in _nodes.All)
            node.Zero.Begin(now);
        Command(RunPhase.Timing, new GetClock(_clockRound));
    }

    private void Run()
    {
        Phase = RunPhase.Running;
        if (nodes > 1)
        {
            var zero = _nodes.All.Min(node => node.Zero.Value) ?? TimeSpan.Zero;
            foreach (var node in _nodes.All)
                _effects.Add(new RunEffect.Offset(node.Number, (node.Zero.Value ?? zero) - zero));
        }
        foreach (var (node, steps) in _early)
            _effects.Add(new RunEffect.Merge(node, steps));
        _early = [];
        if (_closeAsked)
            OnCloseDue();
        else
            _effects.Add(new RunEffect.Set(RunTimer.Close, settings.Duration));
    }

    private void OnCloseDue()
    {
        _closeAsked = true;
        if (Phase == RunPhase.Gathering)
            Fail("it was ended before it began");
        else if (Phase == RunPhase.Running)
            Command(RunPhase.Closing, Close.Instance);
    }

    private void OnLeave(RunNode node)
    {
        if (node.Number == 1)
            return;
        if (Phase != RunPhase.Gathering)
        {
            OnCloseDue(); // without effect if the run is over
            return;
        }
        _effects.Add(new RunEffect.Send(node.Id, new Ended("Left before the run began.", false)));
        Remove(node);
    }

    private void Remove(RunNode node)
    {
        foreach (var later in _nodes.Remove(node))
            _effects.Add(new RunEffect.Send(later.Id, new Joined(later.Number, nodes)));
        _effects.Add(new RunEffect.Dismiss(node.Id, node.Number, node.Address));
    }

    private void OnRepeatDue(string? excess)
    {
        if (Phase is RunPhase.Over or RunPhase.Done)
            return;
        _effects.Add(new RunEffect.Set(RunTimer.Repeat, RepeatInterval));
        foreach (var node in _nodes.All)
            Send(node, node.Standing);
        foreach (var node in _nodes.All.Where(node => node is { Number: > 1, IsLost: false }))
        {
            _effects.Add(new RunEffect.Ask(node.Id));
            if (node.Silence.Ask())
                _effects.Add(new RunEffect.TellSilent(node.Number, node.Address, Silence.Suspicious * RepeatInterval));
        }
        // A run that would not end is not asked to finish. Its processes are stopped, messages that wait for them are dropped,
        // and the run is judged by the steps that were seen until then.
        if (excess is not null && Phase is >= RunPhase.Running and < RunPhase.Stopping)
        {
            (Phase, _stopped) = (RunPhase.Stopping, excess);
            _effects.Add(new RunEffect.StopProcesses());
        }
    }

    private void OnHeard(NodeId id)
    {
        if (_nodes.Find(id) is { } node && node.Silence.End())
            _effects.Add(new RunEffect.TellBack(node.Number, node.Address));
    }

    private void OnGone(RunInput.Gone gone)
    {
        var node = _nodes.Find(gone.Node);
        if (node is { Number: 1 } && Phase == RunPhase.Stopping)
            End(new RunEffect.Finish(null, _stopped));
        else if (node is not { Number: > 1 })
            Fail($"{gone.Name} stopped");
        else if (Phase == RunPhase.Gathering)
            Remove(node);
        else if (Phase is >= RunPhase.Timing and < RunPhase.Stopping)
            Lose(node);
        else
            LoseWithoutProcesses(node);
    }

    // Its processes have not begun, or the run does not need them any more. But nobody must wait for it.
    private void LoseWithoutProcesses(RunNode node)
    {
        node.Lose();
        if (Phase < RunPhase.Timing)
            Fail($"node {node.Number} at {Node.Text(node.Address)} was lost before the run began");
    }

    private void Lose(RunNode node)
    {
        // Its processes take steps already, so the run goes on with what it knows about the clocks.
        if (Phase == RunPhase.Timing)
            Run();
        node.Lose();
        _effects.Add(new RunEffect.Lose(node.Number, node.Address, node.Share.First, node.Share.Count));
        if (Phase == RunPhase.Running)
            OnCloseDue();
    }

    private void OnTotal(long counter)
    {
        if (Phase == RunPhase.Counting)
            End(new RunEffect.Finish(counter, null));
    }

    private void Fail(string reason) => End(new RunEffect.Fail(reason));

    private void End(RunEffect end)
    {
        if (Phase >= RunPhase.Over)
            return;
        Command(RunPhase.Over);
        _effects.Add(new RunEffect.CancelTimers());
        _effects.Add(end);
    }

    private void OnJudged(Ended ended)
    {
        if (Phase != RunPhase.Over)
            return;
        Phase = RunPhase.Telling;
        foreach (var node in _nodes.All.Where(node => node.Number > 1))
            Send(node, node.Command([ended]));
        _effects.Add(new RunEffect.Set(RunTimer.Repeat, RepeatInterval));
    }

    private void Stop()
    {
        Phase = RunPhase.Done;
        _effects.Add(new RunEffect.CancelTimers());
        _effects.Add(new RunEffect.Stop());
    }
}
