using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>What a dispatcher may need of its system.</summary>
public interface IDispatcherPrerequisites
{
    /// <summary>The system's event stream.</summary>
    EventStream EventStream { get; }

    /// <summary>The system's scheduler.</summary>
    IScheduler Scheduler { get; }

    /// <summary>The system's settings.</summary>
    Settings Settings { get; }
}

/// <summary>Makes a dispatcher from its section of the configuration.</summary>
public abstract class MessageDispatcherConfigurator
{
    /// <summary>For one section.</summary>
    protected MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    {
        Config = config;
        Prerequisites = prerequisites;
    }

    /// <summary>The section.</summary>
    public Config Config { get; }

    /// <summary>What the dispatcher may need of its system.</summary>
    public IDispatcherPrerequisites Prerequisites { get; }

    /// <summary>The dispatcher: the same or a new one at each call, as its kind wants.</summary>
    public abstract MessageDispatcher Dispatcher();
}

internal sealed record DispatcherPrerequisites(EventStream EventStream, IScheduler Scheduler, Settings Settings)
    : IDispatcherPrerequisites;
