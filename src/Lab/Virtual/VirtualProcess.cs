using Coterie.Lab.Runs;
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

/// <summary>
/// A process of a virtual run: the host of its machine, as <c>MachineActor</c> is in real time. It keeps what the process can do
/// at the moment, the inputs that wait while it is paused, and what it has stored. Its client and its timers are in
/// <see cref="VirtualClient"/> and <see cref="VirtualTimers"/>.
/// </summary>
internal sealed class VirtualProcess : IHost, IStepObserver
{
    private readonly ProcessId _id;
    private readonly VirtualWorld _world;
    private readonly VirtualClient _client;
    private readonly VirtualTimers _timers;
    private readonly Queue<Kept> _kept = new(0);
    private readonly List<IOutput> _told = new(1);
    private readonly HashSet<long> _gone = new(0); // watched processes that are gone, which it has not learnt yet
    private Dictionary<string, IRecord>? _stored;
    private MessageStash? _stash;
    private IMachine _machine = null!;
    private Driver _driver = null!;
    private long _incarnation = 1;
    private long _read;

    public VirtualProcess(ProcessId id, VirtualWorld world)
    {
        (_id, _world) = (id, world);
        _timers = new VirtualTimers(id, world);
        MakeMachine();
        _client = new VirtualClient(id, world);
    }

    /// <summary>What it can do at the moment.</summary>
    public Condition Condition { get; private set; }

    /// <summary>The number of its life: a crash ends one.</summary>
    public int Life { get; private set; }

    /// <summary>Where it stands.</summary>
    public Standing Standing => _client.Standing;

    /// <summary>Starts the machine; the client begins to think.</summary>
    public void Start()
    {
        Take(Input.Start);
        _client.PlanCommand(Life);
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
            case Cue.Timer when _timers.TryTake(plan.Setting): Take(Input.Of(plan.Timer)); break;
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
        _client.OnCrash();
        _timers.Clear();
        _stash?.Clear();
        _gone.Clear();
        _world.UnwatchAll(_id);
        _world.Down.Add(_id);
        if (forGood)
            _client.Finish();
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
            _client.Renew(_incarnation);
        }
        Take(Input.Restart(recollection == Recollection.Stored && _stored is not null ? [.. _stored.Values] : []));
        if (_world.IsClosing && Standing != Standing.Inside)
            OnClose();
        else
            _client.PlanCommand(Life);
    }

    /// <summary>Its clock jumps: its timers fire earlier.</summary>
    public void Jump(TimeSpan by) => _timers.Jump(by, Life);

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
    void IHost.Set(TimerId timer, TimeSpan after) => _timers.Set(timer, after, Life);

    /// <inheritdoc/>
    void IHost.Cancel(TimerId timer) => _timers.Cancel(timer);

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

    private Plan Learning(ProcessId gone) => new(Cue.Gone, _id.Value - 1, Life, new TimerId(0, gone.Value));

    private void Take(in Input input)
    {
        Step(input);
        while (_stash is not null && _stash.TryReturn(out var returned))
            Step(returned);
        if (_told.Count == 0)
            return;
        foreach (var output in _told)
            _client.On(output);
        _told.Clear();
        _client.PlanCommand(Life);
    }

    private void Step(in Input input)
    {
        try
        {
            _driver.Take(input, _timers.Now);
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
        if (_client.TakePlanned() is not { } command)
            return;
        Take(Input.Of(command));
        _client.PlanCommand(Life);
    }

    private void OnClose()
    {
        if (!_client.Close())
            return;
        GiveUp();
        _client.Finish();
    }

    private void GiveUp()
    {
        if (_client.TakeWithdrawal() is { } withdrawal)
            Take(Input.Of(withdrawal));
    }

    private void Prompt(Cue cue)
    {
        if (Condition != Condition.Crashed)
            On(new Plan(cue, _id.Value - 1, Life));
    }

    /// <summary>An input that waits for a paused process: a message, or a planned event.</summary>
    private readonly record struct Kept(Input? Message, Plan Plan);
}
