using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// What stands behind a <see cref="LocalActorRef"/>: the actor's present instance, its mailbox, children and watches.
/// All but sending happens on the thread that runs the mailbox.
/// </summary>
internal sealed partial class ActorCell : IUntypedActorContext
{
    private readonly LocalActorRef _self;
    private readonly IInternalActorRef _parent;
    private readonly Mailbox _mailbox;

    private ActorBase? _actor;
    private Receive _behavior = ActorBaseNone;
    private Stack<Receive>? _behaviors;
    private object? _message;
    private IActorRef? _sender;
    private Type? _plainType; // type of the last message that the cell had no part in

    public ActorCell(ActorSystemImpl system, LocalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    {
        SystemImpl = system;
        _self = self;
        Props = props;
        Dispatcher = dispatcher;
        _parent = parent;
        _mailbox = new Mailbox(this, dispatcher);
    }

    /// <summary>The context for code that must be an actor's.</summary>
    public static ActorCell Running => InternalCurrentActorCellKeeper.Current ?? throw new NotSupportedException(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    public ActorSystemImpl SystemImpl { get; }

    public ActorSystem System => SystemImpl;

    public IActorRef Self => _self;

    public IActorRef Parent => _parent;

    public Props Props { get; }

    public MessageDispatcher Dispatcher { get; }

    public Mailbox Mailbox => _mailbox;

    public IActorRef Sender => _sender ?? SystemImpl.DeadLetters;

    /// <summary>The message that is being handled, or null between messages.</summary>
    public object? CurrentMessage => _message;

    /// <summary>Counts the deliveries, so that a stash knows one from the next.</summary>
    public long EnvelopeId { get; private set; }

    /// <summary>The actor's present instance, if any.</summary>
    public ActorBase? Actor => _actor;

    private static bool ActorBaseNone(object message) => false;

    public static IActorRef GetCurrentSelfOrNoSender() => InternalCurrentActorCellKeeper.Current?._self!;

    public static IActorRef GetCurrentSenderOrNoSender() => InternalCurrentActorCellKeeper.Current?.Sender!;

    /// <summary>Delivers a user message. Any thread.</summary>
    public void SendMessage(IActorRef? sender, object message) => _mailbox.Enqueue(message, sender);

    /// <summary>Delivers a message of the life cycle. Any thread.</summary>
    public void SendSystemMessage(SystemMessage message) => _mailbox.EnqueueSystem(message);

    /// <summary>Handles one user message.</summary>
    public void Invoke(object message, IActorRef? sender)
    {
        _sender = sender;
        EnvelopeId++;
        try
        {
            var type = message.GetType();
            if (type == _plainType || IsPlain(message, type))
            {
                _message = message;
                _actor!.AroundReceive(_behavior, message);
                if (_receiveTimeout is not null) RestartReceiveTimeout();
            }
            else
            {
                InvokeSpecial(message);
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    /// <summary>Runs <paramref name="action"/> with this actor as the one whose code is running.</summary>
    public void UseThreadContext(Action action)
    {
        var outer = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = this;
        try
        {
            action();
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = outer;
        }
    }

    /// <summary>Lets go of the last message, so that an idle actor keeps none alive.</summary>
    public void EndOfBatch()
    {
        if (_failure is not null || _asyncHandler is not null) return;
        _message = null;
        _sender = null;
    }

    public void Become(Receive receive)
    {
        if (_behaviors is { Count: > 0 }) _behaviors.Clear();
        _behavior = receive;
    }

    public void BecomeStacked(Receive receive)
    {
        (_behaviors ??= new Stack<Receive>()).Push(_behavior);
        _behavior = receive;
    }

    public void UnbecomeStacked()
    {
        if (_behaviors is { Count: > 0 }) _behavior = _behaviors.Pop();
    }

    public void Become(UntypedReceive receive) => Become(Handled(receive));

    public void BecomeStacked(UntypedReceive receive) => BecomeStacked(Handled(receive));

    public void BecomeFirst(Receive receive) => _behavior = receive;

    public ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, SystemImpl);

    public ActorSelection ActorSelection(string actorPath) =>
        ActorRefFactoryShared.ActorSelection(actorPath, SystemImpl, _self);

    private static Receive Handled(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    private bool IsPlain(object message, Type type)
    {
        if (message is IAutoReceivedMessage or INotInfluenceReceiveTimeout) return false;
        _plainType = type;
        return true;
    }

    // Messages that the cell itself has a part in.
    private void InvokeSpecial(object message)
    {
        switch (message)
        {
            case TimerTick tick:
                if (tick.Owner.Accept(tick, _actor!) is not { } due) return;
                message = due;
                if (message is IAutoReceivedMessage)
                {
                    InvokeSpecial(message);
                    return;
                }
                break;
            case Terminated terminated:
                _message = message;
                ReceivedTerminated(terminated);
                return;
            case PoisonPill:
                Stop(_self);
                return;
            case Kill:
                throw new ActorKilledException("Kill");
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, _self), _self);
                return;
            case ActorSelectionMessage selection:
                Selecting.Deliver(_self, selection, _sender);
                return;
        }
        _message = message;
        _actor!.AroundReceive(_behavior, message);
        if (_receiveTimeout is not null && message is not INotInfluenceReceiveTimeout) RestartReceiveTimeout();
    }

    // To the stopped actor's mailbox.
    public void MessageToTheDead(object message, IActorRef? sender)
    {
        // Of an actor that had subscribed to dead letters, or watched or timed: nobody's loss.
        if (message is AllDeadLetters or Terminated or TimerTick) return;
        SystemImpl.DeadLetters.Tell(new DeadLetter(message, sender ?? SystemImpl.DeadLetters, _self), sender!);
    }

    public void SystemMessageToTheDead(SystemMessage message)
    {
        switch (message)
        {
            case Watch watch when watch.Watchee.Equals(_self) && !watch.Watcher.Equals(_self):
                watch.Watcher.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: false, addressTerminated: false));
                break;
        }
    }
}
