using Akka.Dispatch;

namespace Akka.Actor;

// Asynchronous handlers: the mailbox is suspended until the handler's task has ended; each step of it is a system message.
internal sealed partial class ActorCell
{
    private ActorTaskScheduler? _taskScheduler;
    private AsyncHandler? _asyncHandler;

    public ActorTaskScheduler TaskScheduler => _taskScheduler ??= new ActorTaskScheduler(this);

    public void RunAsync(Func<Task> action)
    {
        var handler = new AsyncHandler(_actor, _message, _sender, _asyncHandler);
        _asyncHandler = handler;
        var start = new Task<Task>(action);
        start.RunSynchronously(TaskScheduler);
        Task task;
        try
        {
            task = start.GetAwaiter().GetResult() ?? throw new InvalidOperationException("An asynchronous handler must return a task, was [null].");
        }
        catch
        {
            _asyncHandler = handler.Outer;
            throw;
        }
        if (task.IsCompleted)
        {
            _asyncHandler = handler.Outer;
            task.GetAwaiter().GetResult();
            return;
        }
        _mailbox.Suspend();
        task.ContinueWith((ended, state) => EndAsync((AsyncHandler)state!, ended), handler,
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler);
    }

    /// <summary>Runs a step of the present asynchronous handler with its message and sender.</summary>
    public void InAsyncHandler(Action step)
    {
        if (_asyncHandler is { } handler)
        {
            _message = handler.Message;
            _sender = handler.Sender;
        }
        step();
    }

    private void EndAsync(AsyncHandler handler, Task ended)
    {
        if (_mailbox.IsClosed) return;
        if (ReferenceEquals(_asyncHandler, handler)) _asyncHandler = handler.Outer;
        _mailbox.Resume();
        if (_receiveTimeout is not null) RestartReceiveTimeout();
        if (ended.IsCompletedSuccessfully || handler.Of != _actor) return;
        Exception failure = ended.Exception is { InnerExceptions: [var only] } ? only
            : ended.Exception ?? (Exception)new TaskCanceledException(ended);
        Fail(failure);
    }

    private sealed record AsyncHandler(ActorBase? Of, object? Message, IActorRef? Sender, AsyncHandler? Outer);
}
