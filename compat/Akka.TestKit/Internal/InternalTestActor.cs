using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>Puts what it receives into the queue of its test, watches and spawns for it, and flies its auto-pilot.</summary>
internal sealed class InternalTestActor : ActorBase
{
    private readonly TestQueue _queue;
    private readonly ChildStrategies _strategies = new();
    private Func<object, bool>? _ignore;
    private AutoPilot _autoPilot = AutoPilot.NoAutoPilot;

    public InternalTestActor(TestQueue queue) => _queue = queue;

    /// <summary>What the test wants of its actor; <see cref="Done"/> tells it that it has happened.</summary>
    internal abstract class Command : INoSerializationVerificationNeeded
    {
        private readonly TaskCompletionSource<IActorRef> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IActorRef> Done => _done.Task;

        public void Complete(Func<IActorRef> step)
        {
            try
            {
                _done.SetResult(step());
            }
            catch (Exception cause)
            {
                _done.SetException(cause);
            }
        }
    }

    internal sealed class Watch(IActorRef actor) : Command
    {
        public IActorRef Actor => actor;
    }

    internal sealed class Unwatch(IActorRef actor) : Command
    {
        public IActorRef Actor => actor;
    }

    internal sealed class Spawn(Props props, string? name, SupervisorStrategy? strategy) : Command
    {
        public Props Props => props;
        public string? Name => name;
        public SupervisorStrategy? Strategy => strategy;
    }

    internal sealed class SetIgnore(Func<object, bool>? ignore) : Command
    {
        public Func<object, bool>? Ignore => ignore;
    }

    internal sealed class SetAutoPilot(AutoPilot pilot) : Command
    {
        public AutoPilot Pilot => pilot;
    }

    protected internal override SupervisorStrategy SupervisorStrategy() => _strategies;

    protected override bool Receive(object message)
    {
        if (message is Command command)
            command.Complete(() => Obey(command));
        else
            Keep(message);
        return true;
    }

    private IActorRef Obey(Command command)
    {
        switch (command)
        {
            case Watch watch:
                return Context.Watch(watch.Actor);
            case Unwatch unwatch:
                return Context.Unwatch(unwatch.Actor);
            case Spawn spawn:
                var child = Context.ActorOf(spawn.Props, spawn.Name);
                _strategies.Add(child, spawn.Strategy);
                return child;
            case SetIgnore ignore:
                _ignore = ignore.Ignore;
                return Self;
            case SetAutoPilot autoPilot:
                _autoPilot = autoPilot.Pilot;
                return Self;
            default:
                throw new InvalidOperationException($"A command must be one of the test actor's, was [{command}].");
        }
    }

    private void Keep(object message)
    {
        var next = _autoPilot.Run(Sender, message);
        if (next is not KeepRunning)
            _autoPilot = next;
        if (_ignore?.Invoke(message) != true)
            _queue.Add(new RealMessageEnvelope(message, Sender));
    }
}
