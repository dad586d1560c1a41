using System.Diagnostics;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>Runs actors: gives their mailboxes, and other work, to threads.</summary>
public abstract class MessageDispatcher
{
    /// <summary>Of one configured section.</summary>
    protected MessageDispatcher(MessageDispatcherConfigurator configurator) => Configurator = configurator;

    /// <summary>What made it.</summary>
    public MessageDispatcherConfigurator Configurator { get; }

    /// <summary>The event stream of its system.</summary>
    public EventStream EventStream => Configurator.Prerequisites.EventStream;

    /// <summary>The name of its section of the configuration.</summary>
    public string Id { get; protected set; } = "";

    /// <summary>The most messages of one actor before another actor's turn; from 1, default 30.</summary>
    public int Throughput { get; protected set; } = 30;

    /// <summary>The longest turn of one actor in ticks of 100 ns; null or 0: no limit.</summary>
    public long? ThroughputDeadlineTime { get; protected set; }

    internal virtual bool UsesWorkers => false;

    /// <summary>Runs <paramref name="run"/> on one of its threads.</summary>
    public void Schedule(IRunnable run) => ExecuteTask(run);

    /// <summary>Runs <paramref name="run"/> on one of its threads.</summary>
    public void Schedule(Action run) => ExecuteTask(new ActionRunnable(run));

    /// <summary>Runs <paramref name="run"/>, on whatever thread this kind of dispatcher has.</summary>
    protected abstract void ExecuteTask(IRunnable run);

    /// <summary>Gives back its threads.</summary>
    protected abstract void Shutdown();

    internal virtual void RegisterForExecution(Mailbox mailbox) => ExecuteTask(mailbox);

    internal void ShutDown() => Shutdown();

    internal long BatchDeadline() => ThroughputDeadlineTime is > 0
        ? Stopwatch.GetTimestamp() + (long)(ThroughputDeadlineTime.Value * ((double)Stopwatch.Frequency / TimeSpan.TicksPerSecond))
        : 0;
}
