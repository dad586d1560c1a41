using Coterie.Checking;
using Coterie.Mutex;
using static Coterie.Mutex.MutexProtocol;

namespace Coterie.Simulation.Virtual;

/// <summary>
/// A run in virtual time: takes one event after the other, lets the process that it belongs to take its step, shows the step to the listeners, and plans
/// what comes of it. Around each process it is what <see cref="MutexActor"/> and <see cref="WorkerActor"/> are in real time.
/// </summary>
internal sealed class VirtualRun
{
    private readonly VirtualSettings _settings;
    private readonly SimulationSettings _simulation;
    private readonly IRunListener[] _listeners;
    private readonly EventClock _clock = new();
    private readonly EventHeap<Plan> _plans = new();
    private readonly VirtualNetwork _network;
    private readonly VirtualProcess[] _processes;
    private readonly IReadOnlyList<(TimeSpan At, Fault Fault)> _faults;
    private readonly Effects _effects = new();
    private int _open;
    private int _paused;
    private bool _hasLost;
    private bool _isClosing;
    private bool _isCut;

    public VirtualRun(VirtualSettings settings, IRunListener[] listeners)
    {
        (_settings, _simulation, _listeners) = (settings, settings.Simulation, listeners);
        var count = _simulation.Processes;
        _network = new VirtualNetwork(settings.Network, count, _simulation.Seed, _clock, Tell);
        _faults = FaultPlan.Of(settings.Faults, count);
        _processes = new VirtualProcess[count];
        for (var i = 0; i < count; i++)
        {
            var id = new ProcessId(i + 1);
            _processes[i] = new VirtualProcess(id, _simulation.Algorithm.Create(id, count), new Draws(_simulation.Seed, id.Value), settings.Requests ?? int.MaxValue);
        }
    }

    /// <summary>The shared counter.</summary>
    public long Counter { get; private set; }

    private bool IsOver => _isCut || (_open == 0 && _paused == 0 && _network.IsEmpty);

    /// <summary>Runs to the end.</summary>
    public void Play(CancellationToken close)
    {
        Begin();
        while (!IsOver)
        {
            if (close.IsCancellationRequested && !_isClosing)
                Close();
            else if (_network.IsEmpty || IsPlanNext())
                Take(_plans.NextAt, _plans.Take());
            else
                Deliver(_network.NextAt, _network.Take());
        }
    }

    private bool IsPlanNext() => _plans.Count > 0
        && (_plans.NextAt != _network.NextAt ? _plans.NextAt < _network.NextAt : _plans.NextNumber < _network.NextNumber);

    private void Begin()
    {
        _open = _processes.Length;
        for (var i = 0; i < _faults.Count; i++)
            _plans.Add(_faults[i].At.Ticks, _clock.NextNumber(), new Plan(Cue.Fault, i, 0));
        _plans.Add(_simulation.Duration.Ticks, _clock.NextNumber(), new Plan(Cue.TimeOver, 0, 0));
        foreach (var process in _processes)
        {
            PlanResend(process);
            Think(process);
        }
    }

    private void Take(long at, Plan plan)
    {
        _clock.Now = at;
        switch (plan.Cue)
        {
            case Cue.Fault: Befall(_faults[plan.Index].Fault); break;
            case Cue.TimeOver: OnTimeOver(); break;
            default: Tell(_processes[plan.Index], plan.Cue, plan.Life); break;
        }
    }

    private void Deliver(long at, Delivery delivery)
    {
        _clock.Now = at;
        for (var id = delivery.First; id <= delivery.Last; id++)
        {
            if (id == delivery.From && delivery.First != delivery.Last)
                continue;
            var process = _processes[id - 1];
            var loss = delivery.Loss ?? _network.LossBetween(delivery.From, id) ?? (process.Condition == Condition.Crashed ? "crash" : null);
            if (loss is not null)
                Drop(delivery, id, loss);
            else if (process.Condition == Condition.Paused)
                process.Kept.Enqueue(new Kept(delivery.Message, default, process.Life));
            else
                Receive(process, delivery.Message);
        }
    }

    private void Receive(VirtualProcess process, IWireMessage message)
    {
        var request = process.Rules.Request;
        process.Rules.Receive(message, _effects);
        CarryOut(process, StepKind.Receive, message, request);
    }

    private void Drop(in Delivery delivery, int to, string reason)
    {
        _hasLost = true;
        Tell(new Fault.Drop(new ProcessId(delivery.From), new ProcessId(to), delivery.Message, reason));
    }

    private void Tell(VirtualProcess process, Cue cue, int life)
    {
        if (life != process.Life)
            return;
        if (process.Condition == Condition.Paused)
        {
            process.Kept.Enqueue(new Kept(null, cue, life));
            return;
        }
        switch (cue)
        {
            case Cue.Thought: OnThought(process); break;
            case Cue.Worked: OnWorked(process); break;
            case Cue.ResendDue: OnResendDue(process); break;
            case Cue.Close: OnClose(process); break;
        }
    }

    private void OnThought(VirtualProcess process)
    {
        if (process.IsClosed)
            return;
        process.Requests--;
        process.Rules.Enter(_effects);
        CarryOut(process, StepKind.Enter, null, null);
    }

    private void OnEntered(VirtualProcess process)
    {
        process.Read = Counter;
        Hold(process);
    }

    private void OnWorked(VirtualProcess process)
    {
        Counter = process.Read + 1;
        var request = process.Rules.Request;
        process.Rules.Exit(_effects);
        CarryOut(process, StepKind.Exit, null, request);
        ThinkOrFinish(process);
    }

    private void OnResendDue(VirtualProcess process)
    {
        process.Rules.ResendDue(_effects);
        CarryOut(process, StepKind.ResendDue, null, process.Rules.Request);
        PlanResend(process);
    }

    private void OnClose(VirtualProcess process)
    {
        if (process.IsClosed || process.Rules.Phase == Phase.Held)
            return;
        if (process.Rules.Phase == Phase.Wanted)
        {
            var request = process.Rules.Request;
            process.Rules.Withdraw(_effects);
            CarryOut(process, StepKind.Withdraw, null, request);
        }
        Finish(process);
    }

    private void CarryOut(VirtualProcess process, StepKind kind, IWireMessage? message, Timestamp? request)
    {
        if (_settings.ChecksInvariants)
            process.Rules.Check();
        var effects = _effects.Items;
        var at = TimeSpan.FromTicks(_clock.Now);
        var step = new Step(process.Id, kind, message, request ?? process.Rules.Request, effects);
        foreach (var listener in _listeners)
            listener.On(at, step);
        if (effects.Length == 0)
            return;
        _network.Send(process.Id, effects);
        var entered = false;
        foreach (ref readonly var effect in effects)
            entered |= effect.Message is null;
        _effects.Clear();
        if (entered)
            OnEntered(process);
    }

    private void ThinkOrFinish(VirtualProcess process)
    {
        if (_isClosing || process.Requests == 0)
            Finish(process);
        else
            Think(process);
    }

    private void Think(VirtualProcess process) => PlanAfter(process.Draws.Next(_simulation.Think), process, Cue.Thought);

    // Who is let in after the end does not stay.
    private void Hold(VirtualProcess process) =>
        PlanAfter(_isClosing ? TimeSpan.Zero : process.Draws.Next(_simulation.Hold), process, Cue.Worked);

    private void PlanResend(VirtualProcess process) => PlanAfter(_simulation.Mutex.ResendInterval, process, Cue.ResendDue);

    private void PlanAfter(TimeSpan delay, VirtualProcess process, Cue cue) =>
        _plans.Add(_clock.Now + delay.Ticks, _clock.NextNumber(), new Plan(cue, process.Id.Value - 1, process.Life));

    private void Finish(VirtualProcess process)
    {
        if (process.IsClosed)
            return;
        process.IsClosed = true;
        _open--;
    }

    private void OnTimeOver()
    {
        if (_isClosing)
            return;
        var isCut = _settings.Requests is not null && !Array.Exists(_processes, process => process.Condition == Condition.Crashed);
        if (isCut || WaitForNothing())
            _isCut = true;
        else
            Close();
    }

    // Nobody is inside, and nothing is on its way that could let anybody in: who waits is starved, and shall not be said to have withdrawn.
    private bool WaitForNothing() =>
        !_hasLost && _paused == 0 && _network.IsEmpty
        && Array.TrueForAll(_processes, process => process.Condition == Condition.Up && process.Rules.Phase != Phase.Held)
        && Array.Exists(_processes, process => process.Rules.Phase == Phase.Wanted);

    private void Close()
    {
        _isClosing = true;
        foreach (var process in _processes)
        {
            if (process.Condition != Condition.Crashed)
                Tell(process, Cue.Close, process.Life);
        }
    }

    private void Befall(Fault fault)
    {
        switch (fault)
        {
            case Fault.Pause pause: Pause(Process(pause.Process), fault); break;
            case Fault.Resume resume: Resume(Process(resume.Process), fault); break;
            case Fault.Crash crash: Crash(Process(crash.Process), fault); break;
            case Fault.Restart restart: Restart(Process(restart.Process), fault); break;
            case Fault.Partition partition:
                _network.Part(FaultPlan.GroupNumbers(partition, _processes.Length));
                Tell(fault);
                break;
            case Fault.Heal:
                _network.Heal();
                Tell(fault);
                break;
        }
    }

    private void Pause(VirtualProcess process, Fault fault)
    {
        process.Condition = Condition.Paused;
        _paused++;
        Tell(fault);
    }

    private void Resume(VirtualProcess process, Fault fault)
    {
        process.Condition = Condition.Up;
        _paused--;
        Tell(fault);
        while (process.Kept.TryDequeue(out var kept))
        {
            if (kept.Message is { } message)
                Receive(process, message);
            else
                Tell(process, kept.Cue, kept.Life);
        }
    }

    private void Crash(VirtualProcess process, Fault fault)
    {
        process.Condition = Condition.Crashed;
        process.Life++;
        Tell(fault);
        if (!_faults.Any(later => later.At.Ticks > _clock.Now && later.Fault is Fault.Restart restart && restart.Process == process.Id))
            Finish(process);
    }

    private void Restart(VirtualProcess process, Fault fault)
    {
        process.Condition = Condition.Up;
        Tell(fault);
        PlanResend(process);
        if (process.Rules.Phase == Phase.Held)
            Hold(process);
        else if (_isClosing)
            OnClose(process);
        else if (process.Rules.Phase == Phase.Released)
            ThinkOrFinish(process);
    }

    private VirtualProcess Process(ProcessId id) => _processes[id.Value - 1];

    private void Tell(Fault fault)
    {
        foreach (var listener in _listeners)
            listener.On(TimeSpan.FromTicks(_clock.Now), fault);
    }

    /// <summary>What is to happen: to a process, or to the run.</summary>
    /// <param name="Cue">What.</param>
    /// <param name="Index">Of the process, or of the fault.</param>
    /// <param name="Life">In which life of the process it was planned.</param>
    private readonly record struct Plan(Cue Cue, int Index, int Life);
}
