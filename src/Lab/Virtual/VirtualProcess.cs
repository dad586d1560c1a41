using Coterie.Actors.Shell;
using Coterie.Lab.Running;
using Coterie.Lab.Workloads;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Lab.Virtual;

/// <summary>
/// A process of a virtual run, with its worker: around the rules it is what <see cref="MutexActor"/> and <see cref="WorkerActor"/> are in real time.
/// </summary>
internal sealed class VirtualProcess
{
    private readonly ProcessId _id;
    private readonly Draws _draws;
    private readonly VirtualWorld _world;
    private readonly Queue<Kept> _kept = new(0);
    private IMutexRules _rules;
    private int _requests;
    private int _life;
    private long _read;
    private bool _isClosed;

    public VirtualProcess(ProcessId id, VirtualWorld world)
    {
        (_id, _world) = (id, world);
        _rules = CreateRules();
        _draws = new Draws(world.Settings.Simulation.Seed, id.Value);
        _requests = world.Settings.Requests ?? int.MaxValue;
    }

    /// <summary>What it can do.</summary>
    public Condition Condition { get; private set; }

    /// <summary>Where it stands.</summary>
    public Phase Phase => _rules.Phase;

    /// <summary>Begins to think.</summary>
    public void Start()
    {
        PlanResend();
        Think();
    }

    /// <summary>A message arrives; not where it has crashed.</summary>
    public void Arrive(IWireMessage message)
    {
        if (Condition != Condition.Paused)
        {
            Receive(message);
            return;
        }
        _kept.Enqueue(new Kept(message, default, _life));
        _world.Kept++;
    }

    /// <summary>Something that was planned in one of its lives is due.</summary>
    public void On(Cue cue, int life)
    {
        if (life != _life)
            return;
        if (Condition == Condition.Paused)
        {
            _kept.Enqueue(new Kept(null, cue, life));
            return;
        }
        switch (cue)
        {
            case Cue.Thought: OnThought(); break;
            case Cue.Worked: OnWorked(); break;
            case Cue.ResendDue: OnResendDue(); break;
            case Cue.Close: OnClose(); break;
        }
    }

    /// <summary>Make no request any more, and withdraw where you wait.</summary>
    public void Close()
    {
        if (Condition != Condition.Crashed)
            On(Cue.Close, _life);
    }

    /// <summary>From now on takes no steps.</summary>
    public void Pause()
    {
        Condition = Condition.Paused;
        _world.Paused++;
    }

    /// <summary>Takes the steps that waited, and goes on.</summary>
    public void Resume()
    {
        Condition = Condition.Up;
        _world.Paused--;
        while (_kept.TryDequeue(out var kept))
        {
            if (kept.Message is not { } message)
            {
                On(kept.Cue, kept.Life);
                continue;
            }
            _world.Kept--;
            Receive(message);
        }
    }

    /// <summary>Stops.</summary>
    /// <param name="forGood">Whether no restart is planned.</param>
    public void Crash(bool forGood)
    {
        Condition = Condition.Crashed;
        _life++;
        if (forGood)
            Finish();
    }

    /// <summary>Comes back with what it knew, but where the algorithm forgets. Its timers start anew.</summary>
    public void Restart()
    {
        Condition = Condition.Up;
        if (_world.Settings.Simulation.Algorithm.ForgetsAtRestart)
            _rules = CreateRules();
        PlanResend();
        if (Phase == Phase.Held)
            Hold();
        else if (_world.IsClosing)
            OnClose();
        else if (Phase == Phase.Released)
            ThinkOrFinish();
    }

    private IMutexRules CreateRules() => _world.Settings.Simulation.Algorithm.Create(_id, _world.Settings.Simulation.Processes);

    private void Receive(IWireMessage message)
    {
        var request = _rules.Request;
        _rules.Receive(message, _world.Effects);
        CarryOut(StepKind.Receive, message, request);
    }

    private void OnThought()
    {
        if (_isClosed)
            return;
        _requests--;
        _rules.Enter(_world.Effects);
        CarryOut(StepKind.Enter, null, null);
    }

    private void OnEntered()
    {
        _world.MovedAt = _world.Clock.Now;
        _read = _world.Counter;
        Hold();
    }

    private void OnWorked()
    {
        _world.Counter = _read + 1;
        var request = _rules.Request;
        _rules.Exit(_world.Effects);
        CarryOut(StepKind.Exit, null, request);
        ThinkOrFinish();
    }

    private void OnResendDue()
    {
        _rules.ResendDue(_world.Effects);
        CarryOut(StepKind.ResendDue, null, _rules.Request);
        PlanResend();
    }

    private void OnClose()
    {
        if (Phase == Phase.Held)
            return;
        if (Phase == Phase.Wanted)
        {
            var request = _rules.Request;
            _rules.Withdraw(_world.Effects);
            CarryOut(StepKind.Withdraw, null, request);
        }
        Finish();
    }

    private void CarryOut(StepKind kind, IWireMessage? message, Timestamp? request)
    {
        if (_world.Settings.ChecksInvariants)
            _rules.Check();
        var effects = _world.Effects.Items;
        _world.Show(new Step(_id, kind, message, request ?? _rules.Request, effects));
        if (kind is StepKind.Enter or StepKind.Exit)
            _world.MovedAt = _world.Clock.Now;
        if (effects.Length == 0)
            return;
        _world.Network.Send(_id, effects);
        var entered = false;
        foreach (ref readonly var effect in effects)
            entered |= effect.Message is null;
        _world.Effects.Clear();
        if (entered)
            OnEntered();
    }

    private void ThinkOrFinish()
    {
        if (_world.IsClosing || _requests == 0)
            Finish();
        else
            Think();
    }

    private void Think() => PlanAfter(
        _world.Settings.Think is { } think ? TimeSpan.FromTicks(think.Next(_draws)) : _draws.Next(_world.Settings.Simulation.Think),
        Cue.Thought);

    // Who is let in after the end does not stay.
    private void Hold() => PlanAfter(_world.IsClosing ? TimeSpan.Zero : _draws.Next(_world.Settings.Simulation.Hold), Cue.Worked);

    private void PlanResend() => PlanAfter(_world.Settings.Simulation.Mutex.ResendInterval, Cue.ResendDue);

    private void PlanAfter(TimeSpan delay, Cue cue) => _world.PlanAfter(delay, cue, _id.Value - 1, _life);

    private void Finish()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _world.Open--;
    }

    /// <summary>What waits for a paused process: a message, or a cue.</summary>
    private readonly record struct Kept(IWireMessage? Message, Cue Cue, int Life);
}

/// <summary>What happens in a virtual run besides the arrival of messages.</summary>
internal enum Cue
{
    /// <summary>A process has thought long enough.</summary>
    Thought,

    /// <summary>It was inside long enough.</summary>
    Worked,

    /// <summary>Its resend interval went by.</summary>
    ResendDue,

    /// <summary>It is to make no request any more.</summary>
    Close,

    /// <summary>A planned fault befalls the run.</summary>
    Fault,

    /// <summary>The time of the run is over.</summary>
    TimeOver,
}

/// <summary>What is to happen, to a process or to the run.</summary>
/// <param name="Cue">What.</param>
/// <param name="Index">Of the process, or of the fault.</param>
/// <param name="Life">In which life of the process it was planned: a crash ends one, and all that was planned in it.</param>
internal readonly record struct Plan(Cue Cue, int Index, int Life);

/// <summary>What a process of a virtual run can do at the moment.</summary>
internal enum Condition
{
    /// <summary>Takes steps.</summary>
    Up,

    /// <summary>Takes none; what happens to it waits.</summary>
    Paused,

    /// <summary>Takes none; what happens to it is lost.</summary>
    Crashed,
}
