namespace Akka.Dispatch;

/// <summary>Work for a dispatcher or scheduler, without the cost of a delegate.</summary>
public interface IRunnable : IThreadPoolWorkItem
{
    /// <summary>Does the work.</summary>
    void Run();
}

/// <summary>A delegate as work.</summary>
public sealed class ActionRunnable(Action action) : IRunnable
{
    /// <inheritdoc/>
    public void Run() => action();

    /// <inheritdoc/>
    public void Execute() => action();
}
