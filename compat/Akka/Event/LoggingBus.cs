using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;

namespace Akka.Event;

/// <summary>
/// An event bus by type: who subscribed to a class or interface gets the events that are of it. Keeps the
/// loggers of its system too.
/// </summary>
public class LoggingBus : ActorEventBus<object, Type>
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<Type, IActorRef[]> _byEvent = new();
    private readonly List<IActorRef> _loggers = [];
    private (IActorRef Subscriber, Type Channel)[] _subscriptions = [];
    private StandardOutLogger? _stdout;

    /// <summary>The least severe level that reaches loggers.</summary>
    public LogLevel LogLevel { get; private set; } = LogLevel.ErrorLevel;

    /// <inheritdoc/>
    public override bool Subscribe(IActorRef subscriber, Type classifier)
    {
        lock (_lock)
        {
            if (_subscriptions.Contains((subscriber, classifier))) return false;
            Change([.. _subscriptions, (subscriber, classifier)]);
            return true;
        }
    }

    /// <inheritdoc/>
    public override bool Unsubscribe(IActorRef subscriber) => Remove(subscription => subscription.Subscriber.Equals(subscriber));

    /// <inheritdoc/>
    public override bool Unsubscribe(IActorRef subscriber, Type classifier) =>
        Remove(subscription => subscription.Channel == classifier && subscription.Subscriber.Equals(subscriber));

    /// <inheritdoc/>
    public override void Publish(object @event)
    {
        foreach (var subscriber in Subscribers(@event.GetType())) subscriber.Tell(@event, ActorRefs.NoSender);
    }

    /// <summary>Lets loggers have the events from that level on.</summary>
    public virtual void SetLogLevel(LogLevel logLevel)
    {
        LogLevel = logLevel;
        IActorRef[] loggers;
        lock (_lock) loggers = [.. _loggers];
        foreach (var logger in loggers) SubscribeLogger(logger, logLevel);
    }

    /// <summary>Logs to standard output until the configured loggers run.</summary>
    public void StartStdoutLogger(Settings config)
    {
        _stdout ??= new StandardOutLogger();
        SubscribeLogger(_stdout, Logging.LogLevelFor(config.StdoutLogLevel));
    }

    internal void StopStdoutLogger()
    {
        if (_stdout is not null) Unsubscribe(_stdout);
    }

    internal void StartLoggers(ActorSystemImpl system)
    {
        var number = 0;
        foreach (var name in system.Settings.Loggers)
        {
            var type = Type.GetType(name);
            if (type is null || !typeof(ActorBase).IsAssignableFrom(type))
            {
                throw new ConfigurationException($"akka.loggers must be the names of actor types, was [{name}].");
            }
            StartLogger(system, type, $"log{++number}-{type.Name}");
        }
        StopStdoutLogger();
    }

    internal void StopLoggers(ActorSystemImpl system)
    {
        IActorRef[] loggers;
        lock (_lock)
        {
            loggers = [.. _loggers];
            _loggers.Clear();
        }
        if (loggers.Length > 0) StartStdoutLogger(system.Settings);
        foreach (var logger in loggers)
        {
            Unsubscribe(logger);
            system.Stop(logger);
        }
    }

    private void StartLogger(ActorSystemImpl system, Type type, string name)
    {
        var level = Logging.LogLevelFor(system.Settings.LogLevel);
        var logger = system.SystemActorOf(Props.Create(type), name);
        var timeout = system.Settings.LoggerStartTimeout;
        object answer;
        try
        {
            answer = logger.Ask<object>(new InitializeLogger(this), timeout).GetAwaiter().GetResult();
        }
        catch (AskTimeoutException late)
        {
            throw new LoggerInitializationException($"Logger [{name}] must answer within akka.logger-startup-timeout, was silent for [{timeout}].", late);
        }
        if (answer is not LoggerInitialized)
        {
            throw new LoggerInitializationException($"Logger [{name}] must answer with LoggerInitialized, was [{answer}].");
        }
        lock (_lock) _loggers.Add(logger);
        SubscribeLogger(logger, level);
        LogLevel = level;
    }

    private void SubscribeLogger(IActorRef logger, LogLevel level)
    {
        foreach (var each in Logging.AllLevels)
        {
            if (each >= level) Subscribe(logger, Logging.ClassFor(each));
            else Unsubscribe(logger, Logging.ClassFor(each));
        }
    }

    private bool Remove(Predicate<(IActorRef Subscriber, Type Channel)> which)
    {
        lock (_lock)
        {
            var left = Array.FindAll(_subscriptions, subscription => !which(subscription));
            if (left.Length == _subscriptions.Length) return false;
            Change(left);
            return true;
        }
    }

    private void Change((IActorRef, Type)[] subscriptions)
    {
        Volatile.Write(ref _subscriptions, subscriptions);
        _byEvent.Clear();
    }

    private IActorRef[] Subscribers(Type type)
    {
        if (_byEvent.TryGetValue(type, out var known)) return known;
        lock (_lock)
        {
            IActorRef[] found = [.. _subscriptions.Where(each => each.Channel.IsAssignableFrom(type)).Select(each => each.Subscriber).Distinct()];
            return _byEvent[type] = found;
        }
    }
}
