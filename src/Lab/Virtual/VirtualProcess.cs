using Coterie.Lab.Runs;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;

namespace Coterie.Lab.Virtual;

/// <summary>What a process of a virtual run can do at the moment.</summary>
internal enum Condition
{
    /// <summary>Takes steps.</summary>
    Up,

    /// <summary>Takes no steps; its inputs wait.</summary>
    Paused,

    /// <summary>Takes no steps; its inputs are lost.</summary>
    Crashed,
}

/// <summary>What happens in a virtual run besides the arrival of messages.</summary>
internal enum Cue
{
    /// <summary>The client of a process has finished its pause, and gives its next command.</summary>
    Command,

    /// <summary>A timer fires.</summary>
    Timer,

    /// <summary>A process withdraws the request with which it waits.</summary>
    Withdrawal,

    /// <summary>A process makes no further request from now on.</summary>
    Close,

    /// <summary>A process that was watched is gone.</summary>
    Gone,

    /// <summary>A planned fault.</summary>
    Fault,

    /// <summary>The time of the run is over.</summary>
    TimeOver,
}

/// <summary>A planned event of a process or of the run.</summary>
/// <param name="Cue">What.</param>
/// <param name="Index">The index of the process, or of the fault.</param>
/// <param name="Life">
/// The life of the process in which the event was planned. A crash ends a life and cancels everything that was planned in it.
/// </param>
/// <param name="Timer">
/// For <see cref="Cue.Timer"/>, the timer. For <see cref="Cue.Gone"/>, its number is the number of the process that is gone.
/// </param>
/// <param name="Setting">
/// The number of the setting of the timer: since then the timer may have been cancelled or set again.
/// </param>
internal readonly record struct Plan(Cue Cue, int Index, int Life, TimerId Timer = default, long Setting = 0);

/// <summary>
/// A process of a virtual run, with its client: the host of its machine, as <c>MachineActor</c> and the worker are in real time.
/// </summary>
internal sealed class VirtualProcess : IHost, IStepObserver
{
    private readonly ProcessId _id;
    private readonly Draws _draws;
    private readonly VirtualWorld _world;
    private readonly NodeClock _clock;
    private readonly Queue<Kept> _kept = new(0);
    private readonly PlannedRequest[]? _plan; // its own requests, in the order of their times; null if it draws them
    private readonly List<SetTimer> _timers = new(0);
    private readonly List<IOutput> _told = new(1);
    private readonly HashSet<long> _gone = new(0); // watched processes that are gone, which it has not learnt yet
    private Dictionary<string, IRecord>? _stored;
    private MessageStash? _stash;
    private IMachine _machine = null!;
    private Driver _driver = null!;
    private IClient? _client;
    private long _settings;
    private long _incarnation = 1;
    private long _read;
    private bool _isPlanned;
    private bool _isClosed;

    public VirtualProcess(ProcessId id, VirtualWorld world)
    {
        (_id, _world) = (id, world);
        _clock = new NodeClock(world.Settings.Drifts.GetValueOrDefault(id));
        _draws = new Draws(world.Settings.Simulation.Seed, id.Value);
        _plan = world.Settings.Plan?.Where(request => request.Process == id).OrderBy(request => request.At).ToArray();
        MakeMachine();
        MakeClient(_plan?.Length ?? world.Settings.Requests ?? int.MaxValue);
    }

    /// <summary>What it can do at the moment.</summary>
    public Condition Condition { get; private set; }

    /// <summary>The number of its life: a crash ends one.</summary>
    public int Life { get; private set; }

    /// <summary>Where it stands.</summary>
    public Standing Standing => _client?.Standing ?? Standing.Outside;

    /// <summary>Starts the machine; the client begins to think.</summary>
    public void Start()
    {
        Take(Input.Start);
        PlanCommand();
    }

    /// <summary>A message arrives. Not to be called while the process is crashed.</summary>
    public void Arrive(ProcessId from, IMessage message)
    {
        if (Condition != Condition.Paused)
        {
            Take(Input.Of(from, message));
            return;
        }
        _kept.Enqueue(new Kept(Input.Of(from, message), default));
        _world.Kept++;
    }

    /// <summary>Something that was planned in one of its lives is due.</summary>
    public void On(in Plan plan)
    {
        if (plan.Life != Life)
            return;
        if (Condition == Condition.Paused)
        {
            _kept.Enqueue(new Kept(null, plan));
            return;
        }
        switch (plan.Cue)
        {
            case Cue.Command: OnCommandDue(); break;
            case Cue.Timer: OnTimer(plan); break;
            case Cue.Withdrawal: GiveUp(); break;
            case Cue.Close: OnClose(); break;
            case Cue.Gone when _gone.Remove(plan.Timer.Number): Take(Input.Gone(new ProcessId((int)plan.Timer.Number))); break;
        }
    }

    /// <summary>
    /// A process that it watches is gone: it learns this at the time at which a message from there would have arrived.
    /// </summary>
    public void WillLearn(ProcessId gone)
    {
        _gone.Add(gone.Value);
        _world.Plan(_world.Clock.Now + _world.Network.LongestWay, Learning(gone));
    }

    /// <summary>It learns now that a process is gone, if it watches that process.</summary>
    public void Learn(ProcessId gone)
    {
        if (_gone.Contains(gone.Value))
            On(Learning(gone));
    }

    /// <summary>Withdraws its request if it waits. A process that is paused does so when it goes on.</summary>
    public void Withdraw() => Prompt(Cue.Withdrawal);

    /// <summary>Makes no further request, and withdraws if it waits and the run does not wait for it.</summary>
    public void Close() => Prompt(Cue.Close);

    /// <summary>From now on it takes no steps. Its clock goes on.</summary>
    public void Pause()
    {
        Condition = Condition.Paused;
        _world.Paused++;
    }

    /// <summary>Takes the inputs that waited, and goes on.</summary>
    public void Resume()
    {
        Condition = Condition.Up;
        _world.Paused--;
        while (_kept.TryDequeue(out var kept))
        {
            if (kept.Message is not { } message)
            {
                On(kept.Plan);
                continue;
            }
            _world.Kept--;
            Take(message);
        }
    }

    /// <summary>Stops. Its timers are gone, and so is whatever it kept only in memory.</summary>
    /// <param name="forGood">Whether no restart is planned.</param>
    public void Crash(bool forGood)
    {
        Condition = Condition.Crashed;
        Life++;
        _isPlanned = false;
        _timers.Clear();
        _stash?.Clear();
        _gone.Clear();
        _world.UnwatchAll(_id);
        _world.Down.Add(_id);
        if (forGood)
            Finish();
    }

    /// <summary>Comes back, with as much of what it knew as <paramref name="recollection"/> says.</summary>
    public void Restart(Recollection recollection)
    {
        Condition = Condition.Up;
        _world.Down.Remove(_id);
        if (recollection == Recollection.Nothing)
            _stored = null;
        if (recollection != Recollection.Everything)
        {
            _incarnation++;
            MakeMachine();
            if (_client is not null)
                MakeClient(_client.RequestsLeft);
        }
        Take(Input.Restart(recollection == Recollection.Stored && _stored is not null ? [.. _stored.Values] : []));
        if (_world.IsClosing && Standing != Standing.Inside)
            OnClose();
        else
            PlanCommand();
    }

    /// <summary>Its clock jumps: its timers fire earlier.</summary>
    public void Jump(TimeSpan by)
    {
        _clock.Jump(by.Ticks);
        foreach (var timer in _timers)
            PlanTimer(timer);
    }

    /// <inheritdoc/>
    public void Observe(in Step step)
    {
        if (_world.Settings.ChecksInvariants)
            _machine.Check();
        _world.Show(step);
        foreach (ref readonly var effect in step.Effects)
        {
            if (effect.Output is { Deed: not Deed.None } output)
                OnDeed(output.Deed);
        }
    }

    /// <inheritdoc/>
    void IHost.Send(ReadOnlySpan<Effect> sends) => _world.Network.Send(_id, sends);

    /// <inheritdoc/>
    void IHost.Tell(IOutput output) => _told.Add(output);

    /// <inheritdoc/>
    void IHost.Set(TimerId timer, TimeSpan after)
    {
        Forget(timer);
        var set = new SetTimer(timer, ++_settings, _clock.Local(_world.Clock.Now) + after.Ticks);
        _timers.Add(set);
        PlanTimer(set);
    }

    /// <inheritdoc/>
    void IHost.Cancel(TimerId timer) => Forget(timer);

    /// <inheritdoc/>
    void IHost.Store(IRecord record) => (_stored ??= [])[record.Key] = record;

    /// <inheritdoc/>
    void IHost.Watch(ProcessId process)
    {
        if (_world.Down.Contains(process))
            WillLearn(process);
        else
            _world.Watch(_id, process);
    }

    /// <inheritdoc/>
    void IHost.Unwatch(ProcessId process)
    {
        _gone.Remove(process.Value);
        _world.Unwatch(_id, process);
    }

    /// <inheritdoc/>
    void IHost.Keep(int queue, in Input message) => (_stash ??= new MessageStash()).Keep(queue, message);

    /// <inheritdoc/>
    void IHost.LetIn(int queue, int count) => _stash!.LetIn(queue, count);

    /// <inheritdoc/>
    void IHost.Compact(int queue, IReadOnlyList<bool> stays) => _stash!.Compact(queue, stays);

    private void MakeMachine()
    {
        var simulation = _world.Settings.Simulation;
        var setup = new MachineSetup(_id, simulation.Processes, simulation.ResendInterval)
        {
            Incarnation = _incarnation,
            Clock = _incarnation == 1 ? _world.Settings.Clocks.GetValueOrDefault(_id) : 0,
            NotesState = _world.Settings.NotesStates,
        };
        _machine = simulation.Protocol.Create(setup);
        _driver = new Driver(_id, _machine, _world.Outbox, this, this);
    }

    private void MakeClient(int requests)
    {
        _client = _world.Settings.Simulation.Protocol.Client(
            new ClientSetup(_id, _world.Settings.Simulation.Processes, requests) { Incarnation = _incarnation });
        if (_client is null)
            Finish();
    }

    private Plan Learning(ProcessId gone) => new(Cue.Gone, _id.Value - 1, Life, new TimerId(0, gone.Value));

    private void Take(in Input input)
    {
        Step(input);
        while (_stash is not null && _stash.TryReturn(out var returned))
            Step(returned);
        if (_told.Count == 0)
            return;
        foreach (var output in _told)
            _client?.On(output);
        _told.Clear();
        PlanCommand();
    }

    private void Step(in Input input)
    {
        try
        {
            _driver.Take(input, TimeSpan.FromTicks(_clock.Local(_world.Clock.Now)));
        }
        catch (BrokenRuleException broken) when (_world.Settings.Anyway)
        {
            var name = _world.Settings.Simulation.Protocol.Words.Name(_id);
            _world.Stopped ??= $"{name} met what its rules exclude: {broken.Message.TrimEnd('.')}";
        }
    }

    private void OnDeed(Deed deed)
    {
        _world.MovedAt = _world.Clock.Now;
        if (deed == Deed.Entered)
            _read = _world.Counter;
        else if (deed == Deed.Left)
            _world.Counter = _read + 1;
    }

    private void OnCommandDue()
    {
        _isPlanned = false;
        if (_client?.Next is not { } command)
            return;
        Give(command);
        PlanCommand();
    }

    private void Give(ICommand command)
    {
        _client!.Gave(command);
        Take(Input.Of(command));
    }

    private void OnTimer(in Plan plan)
    {
        for (var i = 0; i < _timers.Count; i++)
        {
            if (_timers[i].Setting != plan.Setting)
                continue;
            _timers.RemoveAt(i);
            Take(Input.Of(plan.Timer));
            return;
        }
    }

    private void OnClose()
    {
        _client?.Close();
        if (Standing == Standing.Inside || (Standing == Standing.Waiting && _world.IsDraining))
            return;
        GiveUp();
        Finish();
    }

    private void GiveUp()
    {
        if (_client?.Withdrawal is { } withdrawal)
            Give(withdrawal);
    }

    private void Prompt(Cue cue)
    {
        if (Condition != Condition.Crashed)
            On(new Plan(cue, _id.Value - 1, Life));
    }

    // Plans each command once, although the client may get several outputs before it gives the command.
    private void PlanCommand()
    {
        if (_isPlanned || _client is null)
            return;
        if (_client.IsDone)
        {
            Finish();
            return;
        }
        if (_client.Next is null)
            return;
        _isPlanned = true;
        PlanAfter(Delay(_client.Pace), new Plan(Cue.Command, _id.Value - 1, Life));
    }

    // A process that enters after the end leaves at once.
    private TimeSpan Delay(Pace pace) => pace switch
    {
        Pace.Think when _plan is not null => Until(_plan[_plan.Length - _client!.RequestsLeft].At),
        Pace.Hold when _plan is not null && !_world.IsClosing => _plan[_plan.Length - _client!.RequestsLeft - 1].Hold,
        Pace.Think when _world.Settings.Think is { } think => TimeSpan.FromTicks(think.Next(_draws)),
        Pace.Think => _draws.Next(_world.Settings.Simulation.Think),
        Pace.Hold when !_world.IsClosing => _draws.Next(_world.Settings.Simulation.Hold),
        _ => TimeSpan.Zero,
    };

    private TimeSpan Until(TimeSpan time) => TimeSpan.FromTicks(Math.Max(0, time.Ticks - _world.Clock.Now));

    private void PlanAfter(TimeSpan delay, in Plan plan) => _world.Plan(_world.Clock.Now + delay.Ticks, plan);

    private void PlanTimer(in SetTimer timer) => _world.Plan(
        _clock.Global(_world.Clock.Now, timer.DueAt), new Plan(Cue.Timer, _id.Value - 1, Life, timer.Id, timer.Setting));

    private void Forget(TimerId timer)
    {
        for (var i = 0; i < _timers.Count; i++)
        {
            if (_timers[i].Id != timer)
                continue;
            _timers.RemoveAt(i);
            return;
        }
    }

    private void Finish()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _world.Open--;
    }

    /// <summary>An input that waits for a paused process: a message, or a planned event.</summary>
    private readonly record struct Kept(Input? Message, Plan Plan);

    /// <summary>A timer that is set.</summary>
    /// <param name="Id">Which one.</param>
    /// <param name="Setting">The number of this setting.</param>
    /// <param name="DueAt">When it fires, on the clock of the process.</param>
    private readonly record struct SetTimer(TimerId Id, long Setting, long DueAt);
}
