using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>
/// An actor that lists its handlers by message type, in its constructor or in a method given to <see cref="Become(Action)"/>.
/// The first handler that takes a message has it; what none takes is unhandled.
/// </summary>
public abstract class ReceiveActor : UntypedActor, IInitializableActor
{
    private Handlers? _open = new();

    void IInitializableActor.Init()
    {
        var handlers = _open!;
        _open = null;
        ActorCell.Running.BecomeFirst(handlers.Handle);
    }

    /// <inheritdoc/>
    protected sealed override void OnReceive(object message) { }

    /// <summary>Handles the coming messages by the handlers that <paramref name="configure"/> lists, instead.</summary>
    protected void Become(Action configure) => Become(Configured(configure));

    /// <summary>As <see cref="Become(Action)"/>, and keeps the present behaviour to return to.</summary>
    protected void BecomeStacked(Action configure) => BecomeStacked(Configured(configure));

    /// <summary>Handles messages of a type, if <paramref name="shouldHandle"/> agrees.</summary>
    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) => Open().Add(handler, shouldHandle);

    /// <summary>Handles messages of a type, if <paramref name="shouldHandle"/> agrees.</summary>
    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>Handles those messages of a type for which <paramref name="handler"/> returns true.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Open().Add(handler);

    /// <summary>Handles messages of a type, if <paramref name="shouldHandle"/> agrees.</summary>
    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Open().Add(messageType, message =>
        {
            if (shouldHandle is not null && !shouldHandle(message)) return false;
            handler(message);
            return true;
        }, always: shouldHandle is null);

    /// <summary>Handles messages of a type, if <paramref name="shouldHandle"/> agrees.</summary>
    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Receive(messageType, handler, shouldHandle);

    /// <summary>Handles those messages of a type for which <paramref name="handler"/> returns true.</summary>
    protected void Receive(Type messageType, Func<object, bool> handler) => Open().Add(messageType, handler, always: false);

    /// <summary>Handles all that the handlers before did not take.</summary>
    protected void ReceiveAny(Action<object> handler) => Open().Add(handler, null);

    /// <summary>Handles messages of a type asynchronously: the next message waits until the task has ended.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) => Receive(Async(handler), shouldHandle);

    /// <summary>Handles messages of a type asynchronously: the next message waits until the task has ended.</summary>
    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => Receive(Async(handler), shouldHandle);

    /// <summary>Handles messages of a type asynchronously: the next message waits until the task has ended.</summary>
    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null) =>
        Receive(messageType, Async(handler), shouldHandle);

    /// <summary>Handles messages of a type asynchronously: the next message waits until the task has ended.</summary>
    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        Receive(messageType, Async(handler), shouldHandle);

    /// <summary>Handles all that the handlers before did not take, asynchronously.</summary>
    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAny(Async(handler));

    private static Action<T> Async<T>(Func<T, Task> handler) => message => ActorTaskScheduler.RunTask(() => handler(message));

    private Handlers Open() => _open ?? throw new InvalidOperationException(
        "You may only call Receive-methods when constructing the actor and inside Become().");

    private Receive Configured(Action configure)
    {
        var outer = _open;
        var handlers = _open = new Handlers();
        try
        {
            configure();
        }
        finally
        {
            _open = outer;
        }
        return handlers.Handle;
    }
}
