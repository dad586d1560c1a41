using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>Finds the dispatchers of a system by the names of their sections.</summary>
public sealed class Dispatchers
{
    /// <summary>The section of the dispatcher that actors have unless their props say otherwise.</summary>
    public static readonly string DefaultDispatcherId = "akka.actor.default-dispatcher";

    private readonly ActorSystem _system;
    private readonly ConcurrentDictionary<string, MessageDispatcherConfigurator> _configurators = new();

    /// <summary>Of one system.</summary>
    public Dispatchers(ActorSystem system, IDispatcherPrerequisites prerequisites, ILoggingAdapter logger)
    {
        _ = logger;
        _system = system;
        Prerequisites = prerequisites;
    }

    /// <summary>What dispatchers may need.</summary>
    public IDispatcherPrerequisites Prerequisites { get; }

    /// <summary>The section of the default dispatcher; what other sections leave out is as it says.</summary>
    public Config DefaultDispatcherConfig => _system.Settings.Config.GetConfig(DefaultDispatcherId)!;

    /// <summary>The default dispatcher.</summary>
    public MessageDispatcher DefaultGlobalDispatcher => Lookup(DefaultDispatcherId);

    /// <summary>The dispatcher of that section.</summary>
    /// <exception cref="ConfigurationException">There is no such section, or it is of a kind that does not exist.</exception>
    public MessageDispatcher Lookup(string dispatcherName) =>
        _configurators.GetOrAdd(dispatcherName, Configurator).Dispatcher();

    /// <summary>Whether there is such a section.</summary>
    public bool HasDispatcher(string id) => _configurators.ContainsKey(id) || _system.Settings.Config.HasPath(id);

    /// <summary>Adds a dispatcher by name. False: the name is taken.</summary>
    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator) =>
        _configurators.TryAdd(id, configurator);

    private MessageDispatcherConfigurator Configurator(string id)
    {
        var section = ConfigurationCheck.DispatcherSection(_system.Settings.Config, id);
        var config = ConfigurationFactory.ParseString($"id = \"{id}\"").WithFallback(section);
        var type = config.GetString("type");
        switch (type)
        {
            case "Dispatcher" or "Akka.Dispatch.DispatcherConfigurator":
                return new WorkerDispatcherConfigurator(config, Prerequisites);
            case "TaskDispatcher" or "ForkJoinDispatcher" or "PinnedDispatcher" or "SynchronizedDispatcher" or "ChannelExecutor" or null:
                break;
            default:
                if (Type.GetType(type) is { } custom && typeof(MessageDispatcherConfigurator).IsAssignableFrom(custom))
                {
                    return (MessageDispatcherConfigurator)Activator.CreateInstance(custom, config, Prerequisites)!;
                }
                break;
        }
        throw new ConfigurationException(
            $"{id}.type must be [Dispatcher] or the name of a MessageDispatcherConfigurator, was [{type}].");
    }
}
