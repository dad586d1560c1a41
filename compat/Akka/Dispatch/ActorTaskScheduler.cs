using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// Runs the asynchronous handlers of one actor on that actor's turns, so that what follows an <c>await</c> still has the
/// actor's context and its sender, and runs alone.
/// </summary>
public class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;

    internal ActorTaskScheduler(ActorCell cell) => _cell = cell;

    /// <summary>The message that the actor is handling.</summary>
    public object? CurrentMessage => _cell.CurrentMessage;

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs a handler on the actor's turn.</summary>
    public static void RunTask(Action action) => RunTask(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Runs an asynchronous handler; the actor's next message waits until it has ended. Its failure is the actor's.</summary>
    public static void RunTask(Func<Task> action) => ActorCell.Running.RunAsync(action);

    internal void Execute(Task task) => _cell.InAsyncHandler(() => TryExecuteTask(task));

    internal bool ExecuteNow(Task task) => TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task>? GetScheduledTasks() => null;

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _cell.SendSystemMessage(new ActorTask(task, this));

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(Actor.Internal.InternalCurrentActorCellKeeper.Current, _cell) && TryExecuteTask(task);
}
