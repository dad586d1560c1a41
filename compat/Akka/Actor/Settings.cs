using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The settings of a system: its configuration over the defaults, checked.</summary>
public class Settings
{
    /// <summary>Of one system.</summary>
    public Settings(ActorSystem system, Config config) : this(system, config, ActorSystemSetup.Empty) { }

    /// <summary>Of one system, with what the code has set.</summary>
    public Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        Config = config.WithFallback(ConfigurationFactory.Default());
        Loggers = Config.GetStringList("akka.loggers");
        LogLevel = Level("akka.loglevel");
        StdoutLogLevel = Level("akka.stdout-loglevel");
        LoggerStartTimeout = Config.GetTimeSpan("akka.logger-startup-timeout");
        LogDeadLetters = Config.GetString("akka.log-dead-letters")!.ToLowerInvariant() switch
        {
            "on" or "true" or "yes" => int.MaxValue,
            "off" or "false" or "no" => 0,
            _ => Config.GetInt("akka.log-dead-letters"),
        };
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown");
        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout");
        SupervisorStrategyClass = Config.GetString("akka.actor.guardian-supervisor-strategy")!;
        SchedulerClass = Config.GetString("akka.scheduler.implementation")!;
        ProviderClass = ProviderOf(setup) ?? Config.GetString("akka.actor.provider")!;
        DebugUnhandledMessage = Config.GetBoolean("akka.actor.debug.unhandled");
        DebugEventStream = Config.GetBoolean("akka.actor.debug.event-stream");
        CoordinatedShutdownTerminateActorSystem = Config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system");
        CoordinatedShutdownRunByActorSystemTerminate = Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate");
    }

    /// <summary>The system.</summary>
    public ActorSystem System { get; }

    /// <summary>What the code has set.</summary>
    public ActorSystemSetup Setup { get; }

    /// <summary>The configuration with all defaults.</summary>
    public Config Config { get; private set; }

    /// <summary>The type names of the loggers.</summary>
    public IList<string> Loggers { get; }

    /// <summary>The least severe level that is logged.</summary>
    public string LogLevel { get; }

    /// <summary>The same for standard output while no loggers run.</summary>
    public string StdoutLogLevel { get; }

    /// <summary>How long a logger may take to start.</summary>
    public TimeSpan LoggerStartTimeout { get; }

    /// <summary>How many dead letters are logged.</summary>
    public int LogDeadLetters { get; }

    /// <summary>Whether dead letters are logged while the system stops.</summary>
    public bool LogDeadLettersDuringShutdown { get; }

    /// <summary>The time-out of an Ask that is given none; negative: none.</summary>
    public TimeSpan AskTimeout { get; }

    /// <summary>The configurator of the strategy for top-level actors.</summary>
    public string SupervisorStrategyClass { get; }

    /// <summary>The type name of the scheduler.</summary>
    public string SchedulerClass { get; }

    /// <summary>The type name of the provider.</summary>
    public string ProviderClass { get; }

    /// <summary>Whether unhandled messages are logged, at level debug.</summary>
    public bool DebugUnhandledMessage { get; }

    /// <summary>Whether subscriptions are logged, at level debug.</summary>
    public bool DebugEventStream { get; }

    /// <summary>Whether coordinated shutdown ends with the termination of the system.</summary>
    public bool CoordinatedShutdownTerminateActorSystem { get; }

    /// <summary>Whether <see cref="ActorSystem.Terminate"/> runs coordinated shutdown.</summary>
    public bool CoordinatedShutdownRunByActorSystemTerminate { get; }

    /// <summary>Puts a module's defaults below the configuration; for extensions.</summary>
    public void InjectTopLevelFallback(Config config) => Config = Config.WithFallback(config);

    /// <inheritdoc/>
    public override string ToString() => Config.ToString();

    internal static string? ProviderOf(ActorSystemSetup setup) => setup.Get<BootstrapSetup>().Value?.ActorRefProvider.Value?.ShortName;

    private string Level(string key)
    {
        var name = Config.GetString(key)!;
        try
        {
            Logging.LogLevelFor(name);
            return name;
        }
        catch (ArgumentException)
        {
            throw new ConfigurationException($"{key} must be one of [DEBUG, INFO, WARNING, ERROR, OFF], was [{name}].");
        }
    }
}
