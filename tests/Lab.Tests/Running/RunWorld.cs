using Akka.Actor;
using Coterie.Lab.Running;
using Coterie.Lab.Runs;
using static Coterie.Lab.Running.RunProtocol;

namespace Coterie.Tests.Running;

/// <summary>
/// A run and its nodes by their rules alone, in virtual time, with a network between them that loses, doubles, delays and
/// reorders messages, and with faults: nodes are lost, processes fail, the run is closed, nodes leave. The same seed gives the
/// same run.
/// </summary>
internal sealed class RunWorld
{
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(10);

    private readonly PriorityQueue<Action, (TimeSpan At, int Order)> _events = new();
    private readonly Random _random;
    private readonly RunWorldSettings _settings;
    private readonly RunRules _rules;
    private readonly Dictionary<NodeId, WorldNode> _nodes = [];
    private readonly Dictionary<RunTimer, int> _timers = [];
    private int _order;
    private int _timer;

    public RunWorld(int seed, RunWorldSettings settings)
    {
        (_random, _settings) = (new Random(seed), settings);
        _rules = new RunRules(RunParts.Settings(settings.Processes, TimeSpan.FromSeconds(5)), settings.Nodes);
        After(TimeSpan.Zero, Start);
        for (var port = 2; port <= settings.Nodes + settings.TooMany; port++)
        {
            var node = new WorldNode(this, port);
            All.Add(node);
            After(UpTo(3_000), node.AskToJoin);
            if (Happens(settings.Losses))
                After(UpTo(30_000), node.Die);
            if (Happens(settings.Leaves))
                After(UpTo(10_000), node.Leave);
            if (Happens(settings.Failures))
                After(UpTo(30_000), node.Fail);
        }
        if (Happens(settings.Closes))
            After(UpTo(20_000), Close);
        After(TimeSpan.FromMinutes(2), Close); // whoever waits for nodes that do not come
        if (Happens(settings.Stops))
            After(UpTo(20_000), () => Excess = "enough");
    }

    public TimeSpan Now { get; private set; }

    public List<WorldNode> All { get; } = [];

    /// <summary>The nodes that take part.</summary>
    public IEnumerable<WorldNode> Members => _nodes.Values;

    /// <summary>How the run ended, once for each time that it did.</summary>
    public List<RunEffect> Ends { get; } = [];

    /// <summary>What the run did with the records, in order.</summary>
    public List<RunEffect> Record { get; } = [];

    public RunPhase Phase => _rules.Phase;

    private string? Excess { get; set; }

    /// <summary>
    /// Continues until the run has ended and for a while after that, or until the run can no longer be expected to end.
    /// </summary>
    public RunWorld Run()
    {
        var end = Latest;
        while (Now < end && _events.TryDequeue(out var happen, out var due))
        {
            Now = due.At;
            happen();
            if (Ends.Count > 0 && end == Latest)
                end = Now + TimeSpan.FromSeconds(20);
        }
        return this;
    }

    public void After(TimeSpan delay, Action happen) => _events.Enqueue(happen, (Now + delay, _order++));

    public TimeSpan UpTo(int milliseconds) => TimeSpan.FromMilliseconds(_random.Next(milliseconds + 1));

    /// <summary>Sends a message: it arrives once, twice or never.</summary>
    public void Send(Action arrive)
    {
        if (!Happens(_settings.Loss))
            After(UpTo(_settings.Delay), arrive);
        if (Happens(_settings.Doubling))
            After(UpTo(_settings.Delay * 10), arrive);
    }

    public void Arrive(WorldNode from, IWireMessage message)
    {
        NodeId? id = _nodes.ContainsValue(from) ? _nodes.Single(node => node.Value == from).Key : null;
        Take(message is INodeMessage content ? new RunInput.Message(id, content) : new RunInput.Joining(id, from.Address), from);
    }

    public void Gone(WorldNode node)
    {
        foreach (var (id, _) in _nodes.Where(pair => pair.Value == node).ToList())
            Take(new RunInput.Gone(id, "node"), node);
    }

    private bool Happens(double probability) => _random.NextDouble() < probability;

    // A run that is closed while it tells the outcome does not wait until all know it.
    private void Close()
    {
        if (Phase < RunPhase.Over)
            Take(new RunInput.CloseDue(), null);
    }

    private void Start()
    {
        var own = new WorldNode(this, 1);
        All.Insert(0, own);
        _nodes[NodeId.Own] = own;
        if (Happens(_settings.Failures))
            After(UpTo(30_000), own.Fail);
        Take(new RunInput.Start(RunTrial.Counter, own.Address), null);
    }

    private void Take(RunInput input, WorldNode? sender)
    {
        List<RunEffect> effects = [.. _rules.On(input, Now)];
        _rules.Check();
        foreach (var effect in effects)
            CarryOut(effect, sender);
    }

    private void CarryOut(RunEffect effect, WorldNode? sender)
    {
        switch (effect)
        {
            case RunEffect.Send send: Deliver(_nodes[send.To], send.Message); break;
            case RunEffect.Answer answer: Deliver(sender!, answer.Message); break;
            case RunEffect.Ask ask: AskForLife(ask.Node, _nodes[ask.Node]); break;
            case RunEffect.Set set: Set(set); break;
            case RunEffect.CancelTimers: _timers.Clear(); break;
            case RunEffect.Admit node: Admit(node.Node, sender!); break;
            case RunEffect.Dismiss node: _nodes.Remove(node.Node); break;
            case RunEffect.Offset or RunEffect.Merge or RunEffect.Lose: Record.Add(effect); break;
            case RunEffect.StopProcesses: After(UpTo(1_000), _nodes[NodeId.Own].Die); break;
            case RunEffect.GetTotal: After(UpTo(10), () => Take(new RunInput.Total(1), null)); break;
            case RunEffect.Finish or RunEffect.Fail: End(effect); break;
        }
    }

    private void End(RunEffect effect)
    {
        Ends.Add(effect);
        After(TimeSpan.Zero, () => Take(new RunInput.Judged(new Ended("The run ended.", effect is RunEffect.Finish)), null));
    }

    private void Deliver(WorldNode node, IWireMessage message) => Send(() => node.Get(message));

    private void Admit(NodeId id, WorldNode node)
    {
        _nodes[id] = node;
        if (node.IsDead)
            After(UpTo(2_000), () => Gone(node));
    }

    private void AskForLife(NodeId id, WorldNode node)
    {
        if (!node.IsDead)
            Send(() => Take(new RunInput.Heard(id), null));
    }

    private void Set(RunEffect.Set set)
    {
        var timer = _timers[set.Timer] = ++_timer;
        After(set.After, () =>
        {
            if (_timers.TryGetValue(set.Timer, out var current) && current == timer)
                Take(set.Timer == RunTimer.Close ? new RunInput.CloseDue() : new RunInput.RepeatDue(Excess), null);
        });
    }
}

/// <summary>The settings of a <see cref="RunWorld"/>; each probability is for one message, one node, or the run.</summary>
internal sealed record RunWorldSettings(int Nodes, int Processes)
{
    public double Loss { get; init; }

    public double Doubling { get; init; }

    /// <summary>How long a message takes at most, in milliseconds; a copy takes up to ten times as long.</summary>
    public int Delay { get; init; } = 50;

    /// <summary>How many nodes too many want to join.</summary>
    public int TooMany { get; init; }

    public double Losses { get; init; }

    public double Leaves { get; init; }

    public double Failures { get; init; }

    public double Closes { get; init; }

    public double Stops { get; init; }
}

/// <summary>A node of a <see cref="RunWorld"/>, with processes and workers that take their time.</summary>
internal sealed class WorldNode
{
    private readonly RunWorld _world;
    private readonly StepLog _log = new();
    private readonly NodeRules _rules;
    private readonly List<NodeEffect> _done = [];
    private IReadOnlyList<IActorRef> _processes = [];
    private bool _isAdmitted;
    private bool _isLeaving;
    private int _number;

    public WorldNode(RunWorld world, int port)
    {
        (_world, Address, _rules) = (world, RunParts.At(port), new NodeRules(_log));
    }

    public Address Address { get; }

    public bool IsDead { get; private set; }

    public NodePhase Phase => _rules.Phase;

    /// <summary>The steps of its processes, in order.</summary>
    public List<RecordedStep> Steps { get; } = [];

    /// <summary>What the run reported at its end; empty if nothing arrived.</summary>
    public List<Ended> Ended { get; } = [];

    public int Times<T>() => _done.OfType<T>().Count();

    // As JoinActor does.
    public void AskToJoin()
    {
        if (IsDead || _isAdmitted || Ended.Count > 0)
            return;
        ToRun(Join.Instance);
        _world.After(TimeSpan.FromSeconds(1), AskToJoin);
    }

    public void Die()
    {
        if (IsDead)
            return;
        IsDead = true;
        _world.After(_world.UpTo(100), () => _world.Gone(this)); // some of its messages may still be on their way
    }

    public void Leave()
    {
        if (!_isAdmitted || Ended.Count > 0)
            return;
        _isLeaving = true;
        ToRun(new Leave(_number));
    }

    public void Fail()
    {
        if (Phase > NodePhase.Waiting)
            Take(new NodeInput.Stopped("process", null));
    }

    public void Get(IWireMessage message)
    {
        switch (message)
        {
            case Joined joined: (_isAdmitted, _number) = (true, joined.Node); break;
            case JoinRefused: _isAdmitted = true; break; // it stops asking
            case Ended ended: OnEnded(ended); break;
            default: Take(new NodeInput.FromRun(message)); break;
        }
    }

    // As JoinActor does.
    private void OnEnded(Ended ended)
    {
        if (IsDead)
            return;
        Ended.Add(ended);
        if (_isLeaving)
            Die();
        else
            ToRun(new EndKnown(_number));
    }

    private void Take(NodeInput input)
    {
        if (IsDead)
            return;
        List<NodeEffect> effects = [.. _rules.On(input, _world.Now)];
        _rules.Check();
        _done.AddRange(effects);
        effects.ForEach(CarryOut);
    }

    private void ToRun(IWireMessage message) => _world.Send(() => _world.Arrive(this, message));

    private void CarryOut(NodeEffect effect)
    {
        switch (effect)
        {
            case NodeEffect.Send send: ToRun(send.Message); break;
            case NodeEffect.Make make: _processes = RunParts.Processes(make.Share.First, make.Share.Count, Address); break;
            case NodeEffect.TellProcesses tell: ToRun(new Prepared(tell.Node, _processes)); break;
            case NodeEffect.BeginWork work: TakeSteps(work.Share); break;
            case NodeEffect.CloseWorkers: ForEachProcess(2_000, () => Take(new NodeInput.WorkerClosed())); break;
            case NodeEffect.AskProcesses: ForEachProcess(200, () => Take(new NodeInput.ProcessAnswered())); break;
            case NodeEffect.SetShipTimer timer: _world.After(timer.After, () => Take(new NodeInput.ShipDue())); break;
        }
    }

    private void ForEachProcess(int milliseconds, Action happen)
    {
        foreach (var _ in _processes)
            _world.After(_world.UpTo(milliseconds), happen);
    }

    // Until the fences are over.
    private void TakeSteps(Prepare share)
    {
        if (IsDead || Phase == NodePhase.Finishing)
            return;
        var step = RunParts.Step(share.First + (Steps.Count % share.Count), Steps.Count);
        Steps.Add(step);
        RunParts.Record(_log, step);
        _world.After(_world.UpTo(500), () => TakeSteps(share));
    }
}
