using Akka.Actor;
using Coterie.Actors.Wire;
using Coterie.Protocols.Kernel;
using Coterie.Protocols.Mutex;
using static Coterie.Actors.Shell.ShellProtocol;
using static Coterie.Protocols.Mutex.MutexProtocol;

namespace Coterie.Actors.Shell;

/// <summary>
/// One process: the shell that lets the rules of an algorithm run as an actor. It hands each message to the rules, lets the observer see the step,
/// and carries out the effects; it decides nothing, but refuses what is not from a process of the group. Its supervisor must stop it when it fails: restarted, it would have forgotten to whom it consented.
/// </summary>
public sealed class MutexActor : ReceiveActor, IWithUnboundedStash, IWithTimers
{
    private readonly ProcessId _self;
    private readonly MutexAlgorithm _algorithm;
    private readonly MutexSettings _settings;
    private readonly IStepObserver? _observer;
    private readonly Effects _effects = new();
    private IReadOnlyList<IActorRef> _processes = [];
    private IMutexRules _rules = null!;
    private IActorRef _client = ActorRefs.Nobody;

    /// <summary>Process <paramref name="self"/>; see <see cref="Props"/>.</summary>
    public MutexActor(ProcessId self, MutexAlgorithm algorithm, MutexSettings settings, IStepObserver? observer)
    {
        (_self, _algorithm, _settings, _observer) = (self, algorithm, settings, observer);
        Receive<Membership>(Join);
        ReceiveAny(_ => Stash.Stash());
    }

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make process <paramref name="self"/> of an algorithm; it waits for its <see cref="Membership"/>.</summary>
    public static Props Props(ProcessId self, MutexAlgorithm algorithm, MutexSettings settings, IStepObserver? observer = null) =>
        Akka.Actor.Props.Create(() => new MutexActor(self, algorithm, settings, observer));

    private void Member()
    {
        Receive<IWireMessage>(Deliver, IsFromTheGroup);
        Receive<IWireMessage>(message => RefusalLog.Of(Context.System).Refused($"A {message.Name} to {Self.Path.Name} was refused: it is not from a process of the group."));
        Receive<Enter>(On);
        Receive<Exit>(On);
        Receive<Withdraw>(On);
        Receive<ResendDue>(On);
        Receive<GetPhase>(_ => Sender.Tell(_rules.Phase));
        Receive<Membership>(m => Sender.Tell(new Refused(m, _rules.Phase)));
    }

    private void Join(Membership membership)
    {
        _processes = membership.Processes;
        _rules = _algorithm.Create(_self, _processes.Count);
        Timers.StartPeriodicTimer(ResendDue.Instance, ResendDue.Instance, _settings.ResendInterval);
        Become(Member);
        Stash.UnstashAll();
    }

    private bool IsFromTheGroup(IWireMessage message) => message.Fits(_processes.Count) && _processes[message.From.Value - 1].Equals(Sender);

    private void Deliver(IWireMessage message)
    {
        var request = _rules.Request;
        _rules.Receive(message, _effects);
        CarryOut(StepKind.Receive, message, request);
    }

    private void On(Enter command)
    {
        if (Refuses(command, Phase.Released))
            return;
        _client = Sender;
        _rules.Enter(_effects);
        CarryOut(StepKind.Enter, null, null);
    }

    private void On(Exit command)
    {
        if (Refuses(command, Phase.Held))
            return;
        var request = _rules.Request;
        _rules.Exit(_effects);
        CarryOut(StepKind.Exit, null, request);
    }

    private void On(Withdraw command)
    {
        if (_rules.Phase == Phase.Held || Refuses(command, Phase.Wanted))
            return;
        var request = _rules.Request;
        _rules.Withdraw(_effects);
        CarryOut(StepKind.Withdraw, null, request);
        Sender.Tell(new Withdrawn(request!.Value));
    }

    private void On(ResendDue tick)
    {
        _rules.ResendDue(_effects);
        CarryOut(StepKind.ResendDue, null, _rules.Request);
    }

    private bool Refuses(object command, Phase needed)
    {
        if (_rules.Phase == needed)
            return false;
        Sender.Tell(new Refused(command, _rules.Phase));
        return true;
    }

    private void CarryOut(StepKind kind, IWireMessage? message, Timestamp? request)
    {
        _observer?.Observe(new Step(_self, kind, message, request ?? _rules.Request, _effects.Items));
        foreach (ref readonly var effect in _effects.Items)
        {
            if (effect.Message is { } send)
                _processes[effect.To.Value - 1].Tell(send, Self);
            else
                _client.Tell(new Entered(effect.Entered!.Value), Self);
        }
        _effects.Clear();
    }
}
