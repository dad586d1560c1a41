namespace Akka.Dispatch.Workers;

/// <summary>Something that a <see cref="Worker"/> runs: a mailbox's batch, or the completion of an Ask.</summary>
internal abstract class WorkItem : IThreadPoolWorkItem
{
    /// <summary>Must not throw.</summary>
    public abstract void RunOnWorker();

    void IThreadPoolWorkItem.Execute() => Worker.Work(this);
}
