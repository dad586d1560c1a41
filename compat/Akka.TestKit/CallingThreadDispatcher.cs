using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.TestKit;

/// <summary>
/// Runs an actor on the thread that sends to it: when <c>Tell</c> returns, the message has been handled, unless another
/// thread was running the actor at that moment.
/// </summary>
public class CallingThreadDispatcher : MessageDispatcher
{
    /// <summary>Where the dispatcher is configured; for <c>Props.WithDispatcher</c>.</summary>
    public static new readonly string Id = "akka.test.calling-thread-dispatcher";

    /// <summary>Creates a dispatcher.</summary>
    public CallingThreadDispatcher(MessageDispatcherConfigurator configurator) : base(configurator)
    {
        var settings = DispatcherSettings.From(configurator.Config);
        Throughput = settings.Throughput;
        ThroughputDeadlineTime = settings.ThroughputDeadline.Ticks;
    }

    /// <inheritdoc/>
    protected override void ExecuteTask(IRunnable run) => run.Run();

    /// <summary>Nothing to do: the dispatcher has no thread of its own.</summary>
    protected override void Shutdown() { }
}

/// <summary>Creates <see cref="CallingThreadDispatcher"/>s.</summary>
public class CallingThreadDispatcherConfigurator : MessageDispatcherConfigurator
{
    private CallingThreadDispatcher? _dispatcher;

    /// <summary>Named as <c>type</c> in a dispatcher's section.</summary>
    public CallingThreadDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) { }

    /// <inheritdoc/>
    public override MessageDispatcher Dispatcher() => _dispatcher ??= new CallingThreadDispatcher(this);
}
