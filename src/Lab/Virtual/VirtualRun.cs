using Coterie.Lab.Runs;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>
/// A run in virtual time: takes one event after the other, in the order of their times, and gives it to its process or to the
/// network, which plan the events that follow from it.
/// </summary>
internal sealed class VirtualRun
{
    private const long WaysPerProcess = 10; // an entry takes at most so many messages, one after the other, for each process
    private readonly VirtualWorld _world;
    private readonly VirtualProcess[] _processes;
    private readonly IReadOnlyList<(TimeSpan At, Fault Fault)> _faults;
    private readonly RunJudge _judge;
    private readonly long _mostMessages;
    private long _arrivedAt;
    private long _arrived;
    private bool _hasLost;
    private bool _isOver;

    public VirtualRun(VirtualSettings settings, IRunListener[] listeners, RunJudge judge)
    {
        _judge = judge;
        _mostMessages = RunLimits.MostMessages(settings.Simulation.Processes);
        var count = settings.Simulation.Processes;
        _world = new VirtualWorld(settings, listeners);
        _faults = FaultPlan.Of(settings.Faults, count, settings.Simulation.Protocol.Recollection);
        _processes = new VirtualProcess[count];
        for (var i = 0; i < count; i++)
            _processes[i] = new VirtualProcess(new ProcessId(i + 1), _world);
    }

    /// <summary>The shared counter.</summary>
    public long Counter => _world.Counter;

    /// <summary>Whether the time ran out while the run still went on, before every process had made its requests.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Why it was ended early, in a sentence without the full stop; null if it was not.</summary>
    public string? Stopped { get; private set; }

    private VirtualNetwork Network => _world.Network;

    private EventHeap<Plan> Plans => _world.Plans;

    private bool IsOver => _isOver
        || Stopped is not null
        || (_world.Open == 0 && _world.Paused == 0 && Network.IsEmpty)
        || (_world.IsDraining && Network.IsEmpty && Plans.Count == 0);

    private bool IsPlanNext => Network.IsEmpty
        || (Plans.Count > 0
            && (Plans.NextAt != Network.NextAt ? Plans.NextAt < Network.NextAt : Plans.NextNumber < Network.NextNumber));

    /// <summary>Runs to the end.</summary>
    public void Play(CancellationToken close)
    {
        Begin();
        while (!IsOver)
        {
            if (close.IsCancellationRequested && !_world.IsClosing)
                Close();
            else if (IsPlanNext)
                Take(Plans.NextAt, Plans.Take());
            else
                Deliver(Network.NextAt, Network.Take());
            Stopped = _world.Stopped
                ?? RunLimits.Excess(_judge.Violations, (long)Network.Count + _world.Kept, _processes.Length)
                ?? Restlessness();
        }
    }

    // Broken rules may send messages for ever: at one moment, if messages take no time, or after the end, while the run waits for
    // the last message.
    private string? Restlessness()
    {
        if (_arrived <= _mostMessages)
            return null;
        return _world.IsClosing
            ? RunLimits.Text($"more than {_mostMessages} messages arrived after the end, and there were still more")
            : RunLimits.Text($"more than {_mostMessages} messages arrived at one moment");
    }

    private void Begin()
    {
        for (var i = 0; i < _faults.Count; i++)
            _world.Plan(_faults[i].At.Ticks, new Plan(Cue.Fault, i, 0));
        foreach (var withdrawal in _world.Settings.Withdrawals)
            _world.Plan(withdrawal.At.Ticks, new Plan(Cue.Withdrawal, withdrawal.Process.Value - 1, 0));
        _world.Plan(_world.Settings.Simulation.Duration.Ticks, new Plan(Cue.TimeOver, 0, 0));
        foreach (var process in _processes)
            process.Start();
    }

    private void Take(long at, in Plan plan)
    {
        _world.Clock.Now = at;
        switch (plan.Cue)
        {
            case Cue.Fault: TakePlace(_faults[plan.Index].Fault); break;
            case Cue.Withdrawal: _processes[plan.Index].Withdraw(); break;
            case Cue.TimeOver: OnTimeOver(); break;
            default: _processes[plan.Index].On(plan); break;
        }
    }

    private void Deliver(long at, in Delivery delivery)
    {
        if (at != _arrivedAt && !_world.IsClosing)
            (_arrivedAt, _arrived) = (at, 0);
        _arrived++;
        _world.Clock.Now = at;
        for (var id = delivery.First; id <= delivery.Last; id++)
        {
            if (id == delivery.From && delivery.First != delivery.Last)
                continue;
            var process = _processes[id - 1];
            var loss = delivery.Loss
                ?? Network.LossBetween(delivery.From, id)
                ?? (process.Condition == Condition.Crashed ? "crash" : null);
            if (loss is null)
            {
                process.Arrive(new ProcessId(delivery.From), delivery.Message);
                continue;
            }
            _hasLost = true;
            _world.Show(new Fault.Drop(new ProcessId(delivery.From), new ProcessId(id), delivery.Message, loss));
        }
    }

    private void OnTimeOver()
    {
        if (_world.IsClosing)
            return;
        var isCut = (_world.Settings.Requests is not null || _world.Settings.Plan is not null)
            && !Array.Exists(_processes, process => process.Condition == Condition.Crashed);
        if (isCut || AreStuck())
            (_isOver, IsCut) = (true, _world.Open > 0 && !StandsStill());
        else
        {
            // Outside its assumptions a protocol may forget who waits. So nobody withdraws: who gets in no more is starved.
            _world.IsDraining = _world.Settings is { Anyway: true, Simulation.Protocol.Needs.Lossless: true };
            Close();
        }
    }

    // Some process waits, none is inside, and nothing on its way can let one in. The waiting processes are starved: they must not
    // count as withdrawn. If no message was lost, messages that are still on their way after more time than any protocol needs
    // between two entries were only sent again, and do not help.
    private bool AreStuck() =>
        !_hasLost
        && (Network.IsEmpty || _world.Clock.Now - _world.MovedAt > WaysPerProcess * _processes.Length * Network.LongestWay)
        && Array.TrueForAll(_processes, process => process.Condition == Condition.Up && process.Standing != Standing.Inside)
        && Array.Exists(_processes, process => process.Standing == Standing.Waiting);

    // Some process waits, none is inside, and none has asked, entered or left for half of the run: messages that are still sent
    // again do not help.
    private bool StandsStill() =>
        AreStuck()
        || (Array.Exists(_processes, process => process.Standing == Standing.Waiting)
            && !Array.Exists(_processes, process => process.Standing == Standing.Inside)
            && _world.Clock.Now - _world.MovedAt >= _world.Settings.Simulation.Duration.Ticks / 2);

    private void Close()
    {
        _world.IsClosing = true;
        _arrived = 0;
        foreach (var process in _processes)
            process.Close();
    }

    private void TakePlace(Fault fault)
    {
        _world.MovedAt = _world.Clock.Now;
        _world.Show(fault);
        switch (fault)
        {
            case Fault.Pause pause: Process(pause.Process).Pause(); break;
            case Fault.Resume resume: Process(resume.Process).Resume(); break;
            case Fault.Crash crash: Crash(crash.Process); break;
            case Fault.Restart restart: Restart(restart); break;
            case Fault.Jump jump: Process(jump.Process).Jump(jump.By); break;
            case Fault.Partition partition: Network.Part(FaultPlan.GroupNumbers(partition, _processes.Length)); break;
            case Fault.Heal: Network.Heal(); break;
        }
    }

    // Whoever watches it learns of the crash at the time at which a message from it would have arrived.
    private void Crash(ProcessId process)
    {
        Process(process).Crash(forGood: !ComesBack(process));
        foreach (var watcher in _world.TakeWatchersOf(process))
            Process(watcher).WillLearn(process);
    }

    // Whoever watched its last life learns that this life is over before the next life begins.
    private void Restart(Fault.Restart restart)
    {
        foreach (var process in _processes)
            process.Learn(restart.Process);
        Process(restart.Process).Restart(restart.Recollection);
    }

    private VirtualProcess Process(ProcessId id) => _processes[id.Value - 1];

    private bool ComesBack(ProcessId process) =>
        _faults.Any(
            later => later.At.Ticks > _world.Clock.Now && later.Fault is Fault.Restart restart && restart.Process == process);
}

/// <summary>
/// What the processes of a virtual run share: the clock, the planned events, the network, the shared counter and the listeners.
/// </summary>
internal sealed class VirtualWorld
{
    private readonly IRunListener[] _listeners;
    private readonly HashSet<(ProcessId Watcher, ProcessId Watched)> _watches = [];

    public VirtualWorld(VirtualSettings settings, IRunListener[] listeners)
    {
        (Settings, _listeners, Open) = (settings, listeners, settings.Simulation.Processes);
        Network = new VirtualNetwork(settings.Network, settings.Simulation.Processes, settings.Simulation.Seed, Clock, Show);
    }

    public VirtualSettings Settings { get; }

    public EventClock Clock { get; } = new();

    public EventHeap<Plan> Plans { get; } = new();

    public VirtualNetwork Network { get; }

    /// <summary>The effects of the current step; empty between steps.</summary>
    public Outbox Outbox { get; } = new();

    /// <summary>The shared counter.</summary>
    public long Counter { get; set; }

    /// <summary>When a process last reported a deed, in ticks since the start.</summary>
    public long MovedAt { get; set; }

    /// <summary>How many processes may still ask to enter.</summary>
    public int Open { get; set; }

    /// <summary>How many are paused.</summary>
    public int Paused { get; set; }

    /// <summary>Messages that have arrived at paused processes, and wait for them to go on.</summary>
    public int Kept { get; set; }

    /// <summary>Whether the processes that wait go on waiting when no further requests are made, and do not withdraw.</summary>
    public bool IsDraining { get; set; }

    /// <summary>
    /// Why the run cannot go on, in a sentence without the full stop: the rules of a process exclude what it met; null if it can.
    /// </summary>
    public string? Stopped { get; set; }

    /// <summary>Whether processes make no further requests.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Plans something for a time of the run, in ticks.</summary>
    public void Plan(long at, in Plan plan) => Plans.Add(at, Clock.NextNumber(), plan);

    /// <summary>The processes that have crashed and have not restarted.</summary>
    public HashSet<ProcessId> Down { get; } = [];

    /// <summary>A process begins to watch another.</summary>
    public void Watch(ProcessId watcher, ProcessId watched) => _watches.Add((watcher, watched));

    /// <summary>A process stops watching another.</summary>
    public void Unwatch(ProcessId watcher, ProcessId watched) => _watches.Remove((watcher, watched));

    /// <summary>A process stops watching all others.</summary>
    public void UnwatchAll(ProcessId watcher) => _watches.RemoveWhere(watch => watch.Watcher == watcher);

    /// <summary>Gives the processes that watch a process, and ends their watching.</summary>
    public IReadOnlyList<ProcessId> TakeWatchersOf(ProcessId process)
    {
        var watchers = _watches.Where(watch => watch.Watched == process).Select(watch => watch.Watcher).Order().ToList();
        _watches.RemoveWhere(watch => watch.Watched == process);
        return watchers;
    }

    public void Show(in Step step)
    {
        var at = TimeSpan.FromTicks(Clock.Now);
        foreach (var listener in _listeners)
            listener.On(at, step);
    }

    public void Show(Fault fault)
    {
        var at = TimeSpan.FromTicks(Clock.Now);
        foreach (var listener in _listeners)
            listener.On(at, fault);
    }
}
