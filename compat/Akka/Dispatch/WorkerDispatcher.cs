using Akka.Configuration;
using Akka.Dispatch.Workers;

namespace Akka.Dispatch;

/// <summary>The dispatcher of type <c>Dispatcher</c>: actors run on the threads of the .NET pool, see <see cref="Worker"/>.</summary>
internal sealed class WorkerDispatcher : MessageDispatcher
{
    public WorkerDispatcher(WorkerDispatcherConfigurator configurator, DispatcherSettings settings) : base(configurator)
    {
        Id = settings.Id;
        Throughput = settings.Throughput;
        ThroughputDeadlineTime = settings.ThroughputDeadline.Ticks;
    }

    internal override bool UsesWorkers => true;

    internal override void RegisterForExecution(Mailbox mailbox) => Worker.Submit(mailbox);

    protected override void ExecuteTask(IRunnable run) => ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);

    // The pool is not ours to end.
    protected override void Shutdown() { }
}

internal sealed class WorkerDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    private WorkerDispatcher? _dispatcher;

    public override MessageDispatcher Dispatcher() =>
        _dispatcher ??= new WorkerDispatcher(this, DispatcherSettings.From(Config));
}
